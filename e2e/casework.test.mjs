/** A wage complaint by somebody with a phone only: it bypasses the union at the workplace, and one that nobody works on climbs. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const EMPLOYER = '滨河县顺通物流有限公司';
/** Of the demo: a phone user whose complaint has been waiting for five days. */
const OVERDUE = '15400000913';

flow('a wage complaint by a phone user bypasses the chair, is worked on above, and is rated', { screen: 'phone' }, async ({ page, server, open }) => {
  await page.goto('/services');
  await axe(page);
  await page.getByRole('searchbox').pressSequentially('老板不发工资');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /工资被拖欠/ }).waitFor();
  await axe(page);
  await shot(page, 'services-found');
  await server.signIn(page, '15400000921');
  await page.goto('/services?q=老板不发工资');
  await page.getByRole('link', { name: '开始办' }).click();
  await page.getByLabel('怎么称呼您').pressSequentially('邹小强');
  await page.getByRole('combobox', { name: '哪家单位欠您工资' }).pressSequentially('顺通物流');
  await page.getByRole('option', { name: EMPLOYER }).first().click();
  await page.getByLabel('工资', { exact: true }).check();
  await page.getByLabel('哪几个月的').pressSequentially('9月、10月');
  await page.getByLabel('经过').fill('两个月没有发工资，问了说等回款');
  await page.getByLabel('不让我单位的工会知道').check();
  await axe(page);
  await shot(page, 'service-ask-filled');
  await page.getByRole('button', { name: '提交' }).dblclick();
  await page.waitForURL('**/me/cases/*');
  await page.getByText('对单位保密').waitFor();
  await axe(page);
  await shot(page, 'case-asked');
  const number = page.url().split('/').pop();

  const chair = await open({ screen: 'desktop' });
  await server.signIn(chair, 'enterprise');
  await chair.goto('/console/cases?view=all');
  assert.equal(await chair.getByText('邹小强').count(), 0, 'the chair at the workplace does not see it');
  assert.equal((await chair.goto(`/console/cases/${number}`)).status(), 404);

  const officer = await open({ screen: 'desktop' });
  await server.signIn(officer, 'county');
  await officer.goto(`/console/cases/${number}`);
  await axe(officer);
  await officer.getByRole('button', { name: '受理' }).click();
  await officer.getByRole('link', { name: '调解不成' }).waitFor();
  await officer.getByRole('link', { name: '单位说补发了' }).click();
  await officer.getByLabel('金额（元）').fill('9860');
  await officer.getByLabel('写清楚').fill('今天打到工资卡上了');
  await axe(officer);
  await shot(officer, 'case-paid');
  await officer.getByRole('button', { name: '单位说补发了' }).click();
  await officer.getByText('办好了，本人会收到消息').waitFor();

  await page.reload();
  await page.getByRole('heading', { name: /您收到了吗/ }).waitFor();
  await page.getByRole('button', { name: '收到了', exact: true }).click();
  await page.getByLabel('五星，很满意').check();
  await axe(page);
  await shot(page, 'case-rating');
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('谢谢您的评价').waitFor();
});

flow('a complaint that nobody worked on in time has climbed by itself, and the worker sees it', { screen: 'phone' }, async ({ page, server, open }) => {
  await server.signIn(page, OVERDUE);
  await page.goto('/me/cases');
  await page.getByRole('link', { name: /欠薪诉求/ }).click();
  await page.getByText('到期没办，报上一级').waitFor();
  await page.getByText('已报滨河县总工会').waitFor();
  await axe(page);
  await shot(page, 'case-climbed');
  const officer = await open({ screen: 'desktop' });
  await server.signIn(officer, 'county');
  await officer.goto('/console');
  await officer.getByRole('link', { name: `欠薪诉求：${EMPLOYER}，等工会受理` }).first().waitFor();
});
