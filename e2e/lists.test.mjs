/** Lists as tools: many members at once and back again, a view that is kept, a list taken out. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();

flow('a group is given to two members at once, looked at before, and taken back', { as: 'chair', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/members?order=joined');
  assert.ok(await page.locator('[data-bulk]').isHidden(), 'nothing is ticked');
  for (const n of [0, 1]) await page.locator('tbody input[name=member]').nth(n).check();
  await page.getByText('已选2人').waitFor();
  await axe(page);
  await shot(page, 'flow-bulk-ticked');
  await page.getByRole('button', { name: '加职工类别' }).click();
  await page.getByText('办给选中的2人').waitFor();
  await page.locator('select[name=add_group]').selectOption('房产中介员');
  await page.getByRole('button', { name: '看看会改哪些人' }).click();
  await page.locator('#preview').getByText('2人').first().waitFor();
  await axe(page);
  await shot(page, 'flow-bulk-preview');
  await page.getByRole('button', { name: '给2人办理' }).click();
  await page.getByText('已办好2人').waitFor();
  await axe(page);
  await shot(page, 'flow-bulk-done');
  await page.getByRole('button', { name: '撤销这次办理' }).click();
  await page.getByText('已撤销2人').waitFor();
  await page.goto('/console/members?group=房产中介员');
  await page.getByText('没有符合条件的会员').waitFor();
});

flow('columns are chosen and kept as a view with which the list begins', { as: 'chair', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/members?state=active');
  await page.getByText('选列').click();
  await page.getByRole('checkbox', { name: '职工类别' }).check();
  await page.getByRole('button', { name: '职工类别往前移' }).click();
  await axe(page);
  await shot(page, 'flow-columns');
  await page.getByRole('button', { name: '显示这些列' }).click();
  await page.getByRole('columnheader', { name: '职工类别' }).waitFor();
  await page.getByText('存为视图').click();
  await page.getByLabel('视图名称').fill('在册带类别');
  await page.getByLabel('以后打开会员名册先看它').check();
  await axe(page);
  await shot(page, 'flow-view-saving');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已存为视图').waitFor();
  await page.goto('/console/members');
  assert.match(page.url(), /cols=.*groups/);
  assert.equal(await page.locator('.pills a[aria-current]').innerText(), '在册带类别');
  await page.goto('/console/views');
  await page.getByRole('button', { name: '不再先看它：在册带类别' }).click();
  await page.getByText('以后打开会员名册先看全部').waitFor();
});

flow('a list is taken out as a workbook and fetched from my exports', { as: 'chair', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/members?view=all');
  await page.getByRole('button', { name: /^导出/ }).click();
  await page.waitForURL('**/console/exports');
  const link = page.getByRole('link', { name: /^下载/ }).first();
  await link.waitFor();
  await axe(page);
  await shot(page, 'flow-exports');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.match(download.suggestedFilename(), /会员名册.*\.xlsx$/);
  assert.equal(fs.readFileSync(await download.path()).subarray(0, 2).toString(), 'PK');
});

flow('the last page of a long list is one click away', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/members?view=all');
  await page.getByRole('link', { name: '最后一页' }).click();
  await page.getByRole('link', { name: '第一页' }).waitFor();
  assert.equal(await page.getByRole('link', { name: '下一页' }).count(), 0);
  await page.getByRole('link', { name: '上一页' }).click();
  await page.getByRole('link', { name: '下一页' }).waitFor();
});
