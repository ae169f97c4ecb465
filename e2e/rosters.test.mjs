/** A roster as unions use it: checked, looked through, written, brought back. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'crates', 'platform', 'fixtures', 'roster');
const { rows, wrong } = JSON.parse(fs.readFileSync(path.join(fixtures, 'sample.json'), 'utf8'));

/** The count behind a word like 新增 in the tabs of the preview. */
async function counted(page, word) {
  const text = await page.locator('.pills a', { hasText: word }).innerText();
  return Number(text.replaceAll(/\D/g, ''));
}
async function savedFile(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}
const isWorkbook = ({ name, bytes }) => assert.ok(name.endsWith('.xlsx') && bytes.subarray(0, 2).toString() === 'PK', `${name} is no workbook`);

flow('a roster with wrong rows is checked, its right rows are written, the wrong ones come back, and all of it is undone', { as: 'chair', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/members');
  const members = () => page.locator('.pager').innerText();
  const before = await members();
  await page.goto('/console/rosters');
  await page.locator('input[type=file]').setInputFiles(path.join(fixtures, 'sample.xlsx'));
  await page.waitForURL(/\/console\/rosters\/\d+/);
  await page.getByText(`${rows}行里有${wrong}行写错了，现在一行都没有写入`).waitFor();
  await axe(page);
  await shot(page, 'flow-roster-preview');

  assert.equal(await counted(page, '写错'), wrong);
  await page.locator('.pills a', { hasText: '写错' }).click();
  const reasons = await page.locator('td.reason').allInnerTexts();
  assert.ok(reasons.length > 0 && reasons.every((reason) => reason.trim()), 'every wrong row says why');
  assert.ok((await page.locator('td.bad').count()) > 0, 'the wrong cells are marked');
  await axe(page);
  await shot(page, 'flow-roster-wrong');
  isWorkbook(await savedFile(page, () => page.getByRole('link', { name: `下载${wrong}个错误行` }).click()));
  await page.goto('/console/members');
  assert.equal(await members(), before, 'nothing is written before the confirmation');

  await page.goBack();
  await page.getByRole('button', { name: `确认写入${rows - wrong}行` }).click();
  await page.getByText(/已写入：新增\d+人/).waitFor();
  await shot(page, 'flow-roster-written');
  isWorkbook(await savedFile(page, () => page.getByRole('link', { name: '下载结果' }).click()));
  await page.goto('/console/members');
  assert.notEqual(await members(), before, 'the right rows are members');

  await page.goto('/console/rosters');
  await shot(page, 'flow-rosters');
  await page.getByRole('link', { name: '查看' }).first().click();
  await page.getByRole('button', { name: '撤销这次导入' }).click();
  await page.locator('.verdict', { hasText: '已撤销这次导入' }).waitFor();
  await page.goto('/console/members');
  assert.equal(await members(), before, 'undone');
});

flow('a file that is no roster is refused in words', { as: 'chair', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/rosters');
  await page.locator('input[type=file]').setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('not a workbook') });
  await page.getByText('什么都没有写入').waitFor();
  await axe(page);
  await shot(page, 'flow-roster-refused');
});
