/** Two workers with the same employer: found by the officer, each says yes on the phone, a claim sheet out to Excel and back, what is paid goes back to each case. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const EMPLOYER = '滨河县远达运输有限公司';
const ONE = { phone: '15400000981', name: '蔺大海' };
const TWO = { phone: '15400000982', name: '戚小河' };
/** Of the demo: a driver whose matter is voting. */
const DRIVER = '15400000961';

async function ask(page, server, { phone, name }) {
  await server.signIn(page, phone);
  await page.goto('/services/pay');
  await page.getByLabel('怎么称呼您').fill(name);
  await page.getByRole('combobox', { name: '哪家单位欠您工资' }).pressSequentially('远达运输');
  await page.getByRole('option', { name: EMPLOYER }).first().click();
  await page.getByLabel('工资', { exact: true }).check();
  await page.getByLabel('哪几个月的').fill('9月、10月');
  await page.getByLabel('经过').fill('两个月没有发工资');
  await page.getByLabel('不让我单位的工会知道').check();
  await page.getByRole('button', { name: '提交' }).click();
  await page.waitForURL('**/me/cases/*');
  return page.url().split('/').pop();
}

flow('two workers join, their sheet goes out and comes back, and what is paid goes back to their cases', { screen: 'phone' }, async ({ page, server, open }) => {
  const first = await ask(page, server, ONE);
  const second = await open({ screen: 'phone' });
  await ask(second, server, TWO);

  const officer = await open({ screen: 'desktop' });
  await server.signIn(officer, 'county');
  await officer.goto(`/console/cases/${first}`);
  await officer.getByRole('link', { name: '请他们一起办' }).click();
  await officer.getByLabel(ONE.name).waitFor();
  await axe(officer);
  await shot(officer, 'matter-propose');
  await officer.getByRole('button', { name: '请他们一起办' }).click();
  await officer.getByText('发给工友了，等他们自己回答').waitFor();
  const matter = officer.url().split('/').pop();

  for (const [worker, sees] of [[page, '看得到'], [second, '看不到，只算在人数里']]) {
    await worker.goto(`/me/matters/${matter}`);
    await axe(worker);
    await worker.getByLabel(sees, { exact: true }).check();
    await worker.getByRole('button', { name: '和工友一起办' }).click();
    await worker.getByText('您和工友一起办了').waitFor();
    const line = worker.getByRole('group', { name: '第1行' });
    await line.getByLabel('哪个月').fill('2026-09');
    await line.getByLabel('多少元').fill('4930');
    await line.getByLabel('有什么证据').fill('工资条');
    await worker.getByRole('button', { name: '保存清单' }).click();
    await worker.getByText('清单记好了').waitFor();
    await axe(worker);
  }
  await shot(page, 'matter-worker');
  await page.reload();
  assert.equal(await page.getByText(TWO.name).count(), 0, 'who did not want to be seen is not');
  await second.reload();
  await second.getByText(ONE.name).waitFor();

  await officer.reload();
  await officer.getByRole('cell', { name: ONE.name }).first().waitFor();
  await axe(officer);
  await shot(officer, 'matter');
  const [download] = await Promise.all([officer.waitForEvent('download'), officer.getByRole('link', { name: '导出清单' }).click()]);
  const file = await download.path();
  await officer.getByRole('link', { name: '导入清单' }).click();
  await officer.getByLabel('填好的清单').setInputFiles({ name: '清单.xlsx', mimeType: 'application/octet-stream', buffer: await (await import('node:fs/promises')).readFile(file) });
  await officer.getByRole('button', { name: '上传看看' }).click();
  await officer.getByText('没变').first().waitFor();
  await axe(officer);
  await shot(officer, 'matter-import');

  await officer.goto(`/console/matters/${matter}?act=offer`);
  await officer.getByRole('textbox', { name: ONE.name }).fill('4930');
  await officer.getByRole('button', { name: '记单位答应的' }).click();
  await officer.getByText('由本人回答').waitFor();
  await page.reload();
  await page.getByRole('button', { name: '同意', exact: true }).click();
  await page.getByText('您同意了').waitFor();

  await officer.goto(`/console/cases/${first}`);
  await officer.getByRole('button', { name: '受理' }).click();
  await officer.goto(`/console/matters/${matter}?act=paid`);
  await officer.getByRole('textbox', { name: ONE.name }).fill('4930');
  await officer.getByLabel('和本人说什么').fill('今天打到卡上了，请核对');
  await axe(officer);
  await officer.getByRole('button', { name: '记单位补发的' }).click();
  await officer.getByText('等本人核对').first().waitFor();
  await page.goto(`/me/cases/${first}`);
  await page.getByRole('button', { name: '收到了', exact: true }).click();
  await page.getByText('工资要回来了').first().waitFor();
  await officer.reload();
  await officer.getByText('本人收到了').waitFor();
});

flow('a driver votes once for those who speak for all', { screen: 'phone' }, async ({ page, server }) => {
  await server.signIn(page, DRIVER);
  await page.goto('/me/cases');
  await page.locator('a[href^="/me/cases/2"]').first().click();
  await page.getByRole('link', { name: /和工友一起办/ }).click();
  await page.getByRole('group', { name: /请选1到3位/ }).getByRole('checkbox').first().check();
  await axe(page);
  await shot(page, 'matter-vote');
  await page.getByRole('button', { name: '投票' }).click();
  await page.getByText('投好了，选了谁没有人知道').waitFor();
  assert.equal(await page.getByRole('button', { name: '投票' }).count(), 0);
});
