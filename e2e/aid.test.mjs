/** Aid: a hardship file with a home visit without a network, and study aid from the call to the payment list. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';
import { identityNumber } from './joining.mjs';

const flow = flows();
const CASE = /^\/console\/cases\/\d{12}$/;
/** A dark picture of two points. */
const PHOTO = { name: 'home.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };
const sent = (page, state, number) => page.locator(`[data-visit-list] [data-state="${state}"]`).nth(number - 1).waitFor();
/** Until the phone has kept the page for the time without a network. */
async function kept(page, path) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const isKept = () => page.evaluate(async (at) => Boolean(await caches.match(at)), path);
  for (let tries = 0; !(await isKept()); tries++) {
    assert.ok(tries < 100, 'the page is kept');
    await page.waitForTimeout(100);
  }
}
async function takeDown(page, { second = '陈秀英', looked = '两间房，没有空调，灶台是旧的' } = {}) {
  await page.getByLabel('和您同去的人').fill(second);
  await page.getByLabel('在哪里').fill('城东小区3号楼');
  await page.getByLabel('看：家里什么样').fill(looked);
  await page.getByLabel('问：本人和家人怎么说').fill('每周透析三次，每月自己付三千');
  await page.getByLabel('和申请的一样', { exact: true }).check();
}

flow('a hardship file with a visit without a network: sent once when it is back, then the notice', { as: 'enterprise', screen: 'phone', may: [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/] }, async ({ page, server, open }) => {
  await page.goto('/console/cases?service=hardship');
  const links = await page.locator('a[href]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const at = links.find((href) => CASE.test(href));
  await page.goto(at);
  await page.getByText('深度困难').first().waitFor();
  await axe(page);
  await shot(page, 'case-hardship');
  await page.getByRole('link', { name: '登记走访' }).click();
  await page.getByText('网络通着').waitFor();
  await kept(page, `${at}/visit`);

  await page.context().setOffline(true);
  await page.getByText('现在没有网络').waitFor();
  await page.getByRole('button', { name: '登记走访' }).click();
  await page.getByRole('link', { name: '请写看到了什么' }).waitFor();
  await axe(page);
  await takeDown(page);
  await page.locator('#photo1').setInputFiles(PHOTO);
  await page.getByRole('button', { name: '登记走访' }).click();
  await sent(page, 'waiting', 1);
  // The phone was locked, the browser closed: the page and what was taken down are there again, still without a network.
  await page.reload();
  await sent(page, 'waiting', 1);
  await axe(page);
  await shot(page, 'visit-offline');

  // The network fails once more while it is sent. That an entry which arrives twice is one is a sentence of the visits' own tests.
  let tries = 0;
  await page.route('**/visits', (route) => (tries++ === 0 ? route.abort() : route.continue()));
  await page.context().setOffline(false);
  // A page that was loaded without a network is not told by the browser's emulation that it is back.
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await sent(page, 'sent', 1);
  assert.ok(tries >= 2, 'it was sent again');

  await page.goto(at);
  await page.getByText('1次', { exact: true }).waitFor();
  await page.getByText('两间房，没有空调').waitFor();
  await page.getByText('走访照片1.jpg').waitFor();
  await axe(page);
  await page.getByRole('button', { name: '核实完，公示' }).click();
  await page.getByText('正在公示').first().waitFor();

  const anybody = await open({ screen: 'phone' });
  await anybody.goto('/publicity');
  await axe(anybody);
  await anybody.getByRole('link', { name: /困难职工建档公示.*顺通物流工会/ }).click();
  await anybody.getByText('深度困难').waitFor();
  await axe(anybody);
  await shot(anybody, 'publicity');
  await anybody.getByLabel('哪里不对').fill('听说他家还有一套房在出租');
  await anybody.getByLabel('您的姓名').fill('何平');
  await anybody.getByLabel('您的手机号').fill('15400000931');
  await anybody.getByRole('button', { name: '提出异议' }).click();
  await anybody.getByText('异议收到了').waitFor();

  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'enterprise');
  await desk.goto(at);
  await desk.getByRole('button', { name: '批准建档' }).click();
  await desk.getByRole('status').getByText('过了这一天才能办').waitFor();
  await desk.goto('/console');
  await desk.getByRole('link', { name: /有人对公示提出异议/ }).first().click();
  await desk.getByText('还有一套房在出租').waitFor();
  await axe(desk);
  await shot(desk, 'objection');
  await desk.getByLabel('不成立，公示的没有错').check();
  await desk.getByLabel('怎么核实的').fill('查了房管局，名下没有别的房');
  await desk.getByRole('button', { name: '答复' }).click();
  await desk.getByText('答复了').first().waitFor();
});

flow('study aid goes from the call to the application, the visit, the list and the payment list', { as: 'county', screen: 'desktop' }, async ({ page, server, open }) => {
  await page.goto('/console/aid/calls?new=1');
  await axe(page);
  await page.getByRole('button', { name: '开始' }).click();
  await page.getByText('请写叫什么').first().waitFor();
  // A call of the next year is opened; a second one on the same days is not.
  const next = new Date().getFullYear() + 1;
  for (const said of ['开好了，职工在手机上就能申请', `已经在办“${next}年助学”`]) {
    await page.goto('/console/aid/calls?new=1');
    const typed = { title: `${next}年助学`, opens: `${next}-07-01`, closes: `${next}-08-31`, budget: '60000', amount_senior: '2000', amount_college: '3000', amount_university: '5000' };
    for (const [name, value] of Object.entries(typed)) await page.locator(`[name=${name}]`).fill(value);
    await page.getByRole('button', { name: '开始' }).click();
    await page.getByText(said).first().waitFor();
  }
  await page.getByText(`${next}年助学`).first().waitFor();
  // The demo's call takes applications on these days already.
  await page.goto('/console/aid/calls');
  await axe(page);
  await page.getByRole('link', { name: /年金秋助学$/ }).first().click();
  await axe(page);
  await shot(page, 'aid-call');
  const call = page.url();

  const worker = await open({ screen: 'phone' });
  await server.signIn(worker, 'member');
  await worker.goto('/services?q=助学金');
  await worker.getByRole('link', { name: '开始办' }).click();
  await worker.getByLabel('孩子的姓名').fill('林一诺');
  await worker.getByLabel('孩子的身份证号').fill(identityNumber({ birth: '20080615', serial: 997 }));
  await worker.getByLabel('本科').check();
  await worker.getByLabel('学校').fill('江海大学');
  await worker.getByLabel('全家一年的收入（元）').fill('8000');
  await worker.getByLabel('家里几口人').fill('3');
  await worker.getByLabel('单亲').check();
  await worker.getByLabel('您本人的银行卡号').fill('6222 0213 0400 1234');
  await axe(worker);
  await worker.getByRole('button', { name: '提交' }).click();
  await worker.waitForURL('**/me/cases/*');
  await worker.getByText('尾号1234').first().waitFor();
  const number = worker.url().split('/').pop();

  await page.goto(`/console/cases/${number}`);
  await page.getByRole('button', { name: '初审通过' }).click();
  await page.getByText('办好了').waitFor();
  const phone = await open({ screen: 'phone' });
  await server.signIn(phone, 'county');
  await phone.goto(`/console/cases/${number}/visit`);
  await phone.getByText('网络通着').waitFor();
  await takeDown(phone, { looked: '租的一间房，孩子在桌上写作业' });
  await phone.getByRole('button', { name: '登记走访' }).click();
  await sent(phone, 'sent', 1);
  await page.goto(`/console/cases/${number}`);
  await page.getByRole('button', { name: '走访完，报上去排名' }).click();
  await page.getByText('办好了').waitFor();

  await page.goto(call);
  await page.getByRole('row', { name: /林\*诺/ }).getByText('建议列入').waitFor();
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  await page.getByRole('row', { name: /林\*诺/ }).getByRole('checkbox').check();
  await page.getByRole('button', { name: '把选的列入名单' }).click();
  await page.getByText('列入了1个孩子').waitFor();
  await page.getByRole('button', { name: '公示名单' }).click();
  await page.getByText('公示了1个孩子').waitFor();
  await axe(page);
  await shot(page, 'aid-call-public');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '发放表' }).click()]);
  assert.match(download.suggestedFilename(), /金秋助学发放表\.xlsx$/);
  const bytes = fs.readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004', 'a sheet');
});
