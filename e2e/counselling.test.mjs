/** Counselling: a driver asks, books a time, is answered; above, a number and a clock; in danger an opening that the driver is told of. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
/** Of the demo: a counsellor and the guardian of the county. */
const COUNSELLOR = '15400000951';
const GUARDIAN = '15400000953';
const WORKER = '15400000961';
const STORY = '跑夜车回来总睡不着，心里慌得很';

flow('what is told to a counsellor stays between two people, except in danger', { screen: 'phone' }, async ({ page, server, open }) => {
  await server.signIn(page, WORKER);
  await page.goto('/services?q=心里难受');
  await page.getByRole('heading', { name: /心里难受/ }).waitFor();
  await page.getByRole('link', { name: '开始办' }).click();
  await page.getByLabel('怎么称呼您').fill('阿远');
  await page.getByLabel('情绪、睡眠').check();
  await page.getByLabel('想说什么').fill(STORY);
  await page.getByLabel('当面谈').check();
  await page.getByLabel('想找哪一位咨询师').selectOption({ label: '沈怡 滨河县总工会' });
  await axe(page);
  await shot(page, 'counselling-ask');
  await page.getByRole('button', { name: '提交' }).click();
  await page.waitForURL('**/me/cases/*');
  const own = new URL(page.url()).pathname;
  const number = own.split('/').pop();
  await page.getByText('只有咨询师看得到').waitFor();
  await axe(page);
  await shot(page, 'counselling-asked');

  await page.getByRole('link', { name: /约个时间当面谈/ }).click();
  await page.getByRole('heading', { name: /约个时间当面谈/ }).waitFor();
  await axe(page);
  await shot(page, 'counselling-slots');
  await page.getByRole('button', { name: /沈怡/ }).last().click();
  await page.getByText('约好了，前一天会提醒您').waitFor();
  await axe(page);
  await shot(page, 'counselling-booked');

  const counsellor = await open({ screen: 'desktop' });
  await server.signIn(counsellor, COUNSELLOR);
  await counsellor.goto('/console/counselling');
  await axe(counsellor);
  await counsellor.getByRole('link', { name: '阿远' }).click();
  await counsellor.getByText(STORY).waitFor();
  await counsellor.getByRole('heading', { name: '约好的时间' }).waitFor();
  await counsellor.getByRole('link', { name: '回复', exact: true }).click();
  await counsellor.getByLabel('对本人说什么').fill('阿远，谢谢您愿意说。我们约的那天慢慢谈。');
  await axe(counsellor);
  await shot(counsellor, 'counselling-reply');
  await counsellor.getByRole('button', { name: '回复', exact: true }).click();
  await counsellor.getByText('办好了，本人会收到消息').waitFor();

  // Above: nothing of this one, of an overdue one the number and the clock.
  const officer = await open({ screen: 'desktop' });
  await server.signIn(officer, 'county');
  await officer.goto(`/console/cases?view=all&q=${number}`);
  assert.ok(!(await officer.locator('main').innerText()).includes('阿远'));
  await officer.goto('/console/counselling');
  const late = officer.getByRole('table').getByRole('link').first();
  await late.waitFor();
  assert.ok(!(await officer.locator('main').innerText()).includes(number), 'what is in time is not seen from above');
  await axe(officer);
  await shot(officer, 'counselling-late');
  await late.click();
  await officer.getByText('您能看到的只有这些').waitFor();
  await axe(officer);
  await shot(officer, 'counselling-clock');

  const guardian = await open({ screen: 'desktop' });
  await server.signIn(guardian, GUARDIAN);
  await guardian.goto('/console/counselling');
  await guardian.getByLabel('编号或手机号').fill(WORKER);
  await guardian.getByLabel('有什么危险，为什么要打开').fill('同事来电话，说他把车停在桥上哭');
  await axe(guardian);
  await guardian.getByRole('button', { name: '打开' }).click();
  await guardian.getByText('打开了，已经告诉本人和咨询师').waitFor();
  await guardian.getByText(STORY).waitFor();
  await axe(guardian);
  await shot(guardian, 'counselling-opened');

  await page.goto(own);
  await page.getByText('有危险，危机干预员打开了您的咨询').waitFor();
  await page.getByText('同事来电话，说他把车停在桥上哭').waitFor();
  await axe(page);
  await shot(page, 'counselling-told');

  await counsellor.getByRole('link', { name: '结束咨询' }).click();
  await counsellor.getByLabel('对本人说什么').fill('睡得好些了，有事随时再来。');
  await counsellor.getByRole('button', { name: '结束咨询' }).click();
  // The opening has changed it meanwhile: the page says so, and the second try is done.
  if (await counsellor.getByText('刚有变化').count()) {
    await counsellor.getByRole('link', { name: '结束咨询' }).click();
    await counsellor.getByLabel('对本人说什么').fill('睡得好些了，有事随时再来。');
    await counsellor.getByRole('button', { name: '结束咨询' }).click();
  }
  await counsellor.getByText('办好了，本人会收到消息').waitFor();
  await page.goto(own);
  await page.getByLabel('五星，很满意').check();
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('谢谢您的评价').waitFor();
});
