/** Somebody who stands twice becomes one, and two again. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const members = async (page) => {
  await page.goto('/console/members');
  return page.locator('.pager').innerText();
};

flow('two registrations of one person are merged field by field and parted again', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  const before = await members(page);
  await page.goto('/console/duplicates');
  await page.getByText('姓名和出生日期都一样').first().waitFor();
  await axe(page);
  const row = page.locator('tbody tr').first();
  const name = await row.locator('a.t').first().innerText();
  await row.getByRole('link', { name: '核对' }).click();
  await page.getByRole('heading', { name: '每一项留哪一个' }).waitFor();
  const pair = page.url();
  await axe(page);
  await shot(page, 'flow-duplicate');
  await page.locator('input[name=f_phone][value="1"]').check();
  await page.getByRole('button', { name: '下一步，看合并后的样子' }).click();
  await page.getByRole('heading', { name: '会籍只留一份' }).waitFor();
  await axe(page);
  await shot(page, 'flow-duplicate-preview');
  await page.getByRole('button', { name: '合并', exact: true }).click();
  await page.getByText('合并好了，两份的记录都在这一份里').waitFor();
  await axe(page);
  await page.getByText(/现在的登记/).getByRole('link').click();
  assert.equal(await page.locator('h1').innerText(), name, 'the one that remains');
  await page.getByText('两份登记合成了一份').or(page.getByText('转出')).first().waitFor();

  await page.goto(pair);
  await page.getByRole('button', { name: '撤销合并' }).click();
  await page.getByText('已经分回两份，和合并以前一样').waitFor();
  await page.getByRole('heading', { name: '每一项留哪一个' }).waitFor();
  assert.equal(await members(page), before, 'as many members as before');
});
