/** 我的数据: a correction from asking to the answer, and what a deletion would erase. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();

flow('a member asks for a correction, an officer answers, and who looked is seen', { as: 'member', screen: 'phone' }, async ({ page, server, open }) => {
  await page.goto('/me/data');
  await page.getByRole('link', { name: '有不对的，申请更正' }).click();
  await axe(page);
  await shot(page, 'flow-correction-ask');
  await page.getByLabel('籍贯').check();
  await page.getByLabel('应当是').fill('江西上饶');
  await page.getByRole('button', { name: '提交更正申请' }).click();
  await page.getByText('核对中').first().waitFor();

  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'county');
  await desk.goto('/console/corrections/1');
  await desk.getByText('本人说应当是').waitFor();
  await axe(desk);
  await shot(desk, 'flow-correction');
  await desk.setViewportSize({ width: 375, height: 812 });
  await axe(desk);
  await shot(desk, 'flow-correction-phone');
  await desk.getByLabel('答复').fill('核对了户口本');
  await desk.getByRole('button', { name: '核对无误，更正' }).click();
  await page.reload();
  await page.getByText('已更正').first().waitFor();
  await page.getByText('查看更正申请').first().waitFor();
});

flow('a paper and a file of one\'s own data tell what every module holds', { as: 'member', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/me/data/print');
  await page.getByRole('heading', { name: '个人信息：会籍变动' }).waitFor();
  await axe(page);
  await shot(page, 'flow-data-print');
  const file = await (await page.request.get('/me/data/export')).json();
  for (const name of ['个人信息', '入会申请', '登录账号']) assert.ok(name in file['各项记录'], name);
});
