/** Founding a union from the request to the seal: the worker on a phone, the officer of the federation at the desk. */
import assert from 'node:assert/strict';
import { identityNumber, join } from './joining.mjs';
import { axe, readQr, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();

const FIRM = '滨河县佳瑞商贸有限公司';
const UNION = `${FIRM}工会`;
const WORKER = '19900000301';
const GROUP = [
  ['戴文英', '收银', '19900000302'],
  ['鲁新民', '仓库', '19900000303'],
  ['毕海燕', '柜组', '19900000304'],
];
const RECRUITS = [
  { phone: '19900000302', name: '戴文英', number: identityNumber({ serial: 942 }) },
  { phone: '19900000303', name: '鲁新民', number: identityNumber({ serial: 943 }) },
];
/** What one part leaves to the next: the parts are one way, in an order. */
const so = {};

flow('a worker asks for a union and the officer approves it', { as: WORKER, screen: 'phone' }, async ({ page, server, open }) => {
  await page.goto('/found');
  await page.getByRole('heading', { level: 1, name: /单位还没有工会/ }).waitFor();
  await page.getByRole('link', { name: '申请建会' }).click();
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.getByText('请填单位名称').first().waitFor();
  await axe(page);
  await shot(page, 'founding-new-faults');
  await page.getByRole('combobox', { name: '单位名称' }).pressSequentially('佳瑞商贸');
  await page.getByRole('option', { name: FIRM }).first().click();
  await page.getByLabel('职工人数').fill('202');
  await page.getByLabel('单位主要负责人').fill('裴世昌');
  await page.getByLabel('您的姓名').fill('戴文英');
  await page.getByRole('button', { name: '提交申请' }).dblclick();
  await page.getByRole('heading', { level: 1, name: /^等.+答复$/ }).waitFor();
  so.mine = new URL(page.url()).pathname;
  await axe(page);
  await shot(page, 'founding-asked');

  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'county');
  await desk.goto('/console/foundings');
  await desk.getByRole('link', { name: FIRM }).click();
  so.founding = new URL(desk.url()).pathname;
  await axe(desk);
  await desk.getByRole('button', { name: '批准筹建' }).click();
  await desk.getByText('批准了，入会码也做好了').waitFor();
  await axe(desk);
  await shot(desk, 'founding-approved');

  await page.reload();
  await page.getByRole('heading', { level: 1, name: /筹备组还差3人/ }).waitFor();
});

flow('the group is chosen, colleagues join by its code, and the count follows by itself', { as: WORKER, screen: 'phone' }, async ({ page, server, open }) => {
  await page.goto(so.mine);
  for (const [at, [name, job, phone]] of GROUP.entries()) {
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('部门和岗位').fill(job);
    await page.getByLabel('手机号').fill(phone);
    if (at === 0) await page.getByLabel('由他当组长').check();
    await page.getByRole('button', { name: '加进筹备组' }).click();
    await page.getByText(`${name}进了筹备组`).waitFor();
  }
  await page.getByRole('link', { name: `离开筹备组：${GROUP[2][0]}` }).click();
  await page.getByRole('heading', { name: `${GROUP[2][0]}要离开筹备组吗` }).waitFor();
  await axe(page);
  await shot(page, 'founding-leaving');
  await page.getByRole('link', { name: '不离开' }).click();
  await page.getByRole('heading', { level: 1, name: /筹备组齐了/ }).waitFor();
  await axe(page);
  await shot(page, 'founding-recruiting');

  const scanned = new URL(await readQr(page.locator('.recruiting__qr')));
  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'county');
  for (const [at, who] of RECRUITS.entries()) {
    const phone = await open();
    await join(phone, server, { path: scanned.pathname, ...who, work: { employer: FIRM } });
    // Nobody touches the worker's page: it asks by itself.
    await page.getByText('1人待审批').waitFor({ timeout: 15_000 });
    await desk.goto('/console/joinings?order=newest');
    await desk.getByRole('link', { name: who.name, exact: true }).click();
    await desk.getByRole('button', { name: '通过' }).click();
    await desk.getByText(`${who.name}的入会申请，已告诉本人`).waitFor();
    await page.locator('.recruiting__count', { hasText: `${at + 1}人已入会。` }).waitFor({ timeout: 15_000 });
  }
  await shot(page, 'founding-recruited');
});

flow('the members elect, the result is reported and answered, and the union has its seal', { as: 'county', screen: 'desktop' }, async ({ page, server, open }) => {
  const [chair, auditor] = RECRUITS.map(({ name }) => name);
  await page.goto(so.founding);
  await page.getByRole('button', { name: '准备选举' }).click();
  await page.getByText('开始准备选举，请先定方案').waitFor();
  await page.getByLabel('哪天开会').fill(await page.evaluate(() => new Date().toLocaleDateString('sv')));
  await page.getByLabel('在哪里开').fill('二楼会议室');
  await page.getByRole('button', { name: '保存方案' }).click();
  await page.getByText('选举方案定好了').waitFor();

  const nominate = async (name, committee, relation = '没有近亲属关系') => {
    await page.getByRole('combobox', { name: '会员' }).pressSequentially(name);
    await page.getByRole('option', { name }).first().click();
    await page.getByLabel('选进哪个委员会').selectOption(committee);
    await page.getByLabel('和单位主要负责人的关系').selectOption(relation);
    await page.getByRole('button', { name: '加为候选人' }).click();
  };
  await nominate(auditor, '工会委员会', '配偶');
  await page.getByText('近亲属不得作为本单位工会委员会成员的人选').first().waitFor();
  await axe(page);
  await shot(page, 'election-refused');
  await page.goto(page.url().replace(/\/candidates$/, ''));
  await nominate(chair, '工会委员会');
  await page.getByText(`${chair}列为工会委员会候选人`).waitFor();
  await nominate(auditor, '经费审查委员会');
  await page.getByText(`${auditor}列为经费审查委员会候选人`).waitFor();
  await page.getByLabel('实到').fill('2');
  await page.getByLabel('监票人、计票人').fill('毕海燕、祁明');
  for (const name of ['发出', '收回', '有效']) {
    for (const committee of ['工会委员会', '经费审查委员会']) await page.getByRole('group', { name: committee, exact: true }).getByLabel(name).fill('2');
  }
  for (const name of [chair, auditor]) await page.getByLabel(`${name}得票`).fill('2');
  await page.getByRole('button', { name: '登记结果' }).click();
  await page.getByText('结果登记好了，选出2人').waitFor();
  await page.getByLabel('谁当主席').selectOption(chair);
  await page.getByLabel('主席手机号').fill(RECRUITS[0].phone);
  await page.getByLabel('谁当经审委主任').selectOption(auditor);
  await axe(page);
  await shot(page, 'election-counted');
  await page.getByRole('button', { name: /^上报/ }).click();
  await page.getByText(/^报给.+最迟.+批复$/).waitFor();

  const worker = await open({ screen: 'phone' });
  await server.signIn(worker, WORKER);
  await worker.goto(so.mine);
  await worker.getByRole('heading', { level: 1, name: /^选举结果已上报/ }).waitFor();
  await axe(worker);

  assert.equal(await page.getByLabel('公章名称').inputValue(), `${UNION}委员会`);
  await axe(page);
  await shot(page, 'election-reported');
  await page.getByRole('button', { name: '同意，批复' }).click();
  await page.getByText(`${UNION}成立了，主席${chair}`).waitFor();
  await axe(page);
  await shot(page, 'election-approved');
  await page.getByRole('link', { name: '看委员会' }).click();
  await page.getByText('1席').first().waitFor();
  await axe(page);

  await page.goto(so.founding);
  await page.getByRole('link', { name: '选举结果批复' }).click();
  await page.getByText('特此批复').waitFor();
  await axe(page);
  await shot(page, 'founding-reply-paper');
  await worker.reload();
  await worker.getByRole('heading', { level: 1, name: `${UNION}成立了` }).waitFor();
  await axe(worker);
  await shot(worker, 'founding-founded');
});

flow('an officer starts a founding from the page of an employer without a union, with nothing to type that is known', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/contacts');
  await page.locator('a[href$="/contact"]').first().click();
  const firm = await page.getByRole('heading', { level: 1 }).innerText();
  await page.getByRole('link', { name: '建立工会' }).click();
  assert.ok(firm.startsWith(await page.getByRole('combobox', { name: '单位名称' }).inputValue()), 'the employer stands in the form');
  assert.notEqual(await page.getByLabel('职工人数').inputValue(), '');
  assert.notEqual(await page.getByRole('combobox', { name: '上级工会' }).inputValue(), '');
  await axe(page);
  await shot(page, 'founding-from-employer');
});
