/** An Excel form is uploaded, bound cell by cell, filled by counting, checked, frozen, and goes back as it came. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const FORM = '基层工会组织建设和服务职工情况季报';

/** A part of the package, as text. */
const part = (file, name) => execFileSync('unzip', ['-p', file, name], { maxBuffer: 1e8 }).toString();
/** The sheet without what its cells hold: places and styles are left. */
const styles = (sheet) => [...sheet.matchAll(/<c r="([A-Z]+\d+)"(?: s="(\d+)")?/g)].map(([, at, style]) => `${at}:${style ?? ''}`);

async function download(page, label) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: label, exact: true }).click()]);
  return file.path();
}
async function bind(page, cell, what, measure, word) {
  await page.goto(`${page.url().split(/[?#]/)[0]}?cell=${cell}#bind`);
  await page.getByRole('radio', { name: what }).check();
  if (measure) {
    await page.getByRole('combobox', { name: '指标' }).fill('');
    await page.getByRole('combobox', { name: '指标' }).pressSequentially(measure);
    await page.getByRole('option').filter({ hasText: measure }).first().click();
    await page.getByLabel('哪一段时间').selectOption({ label: word });
  }
  await page.getByRole('button', { name: '记下这一格' }).click();
  await page.getByText(`${cell}记下了`).waitFor();
}

flow('an Excel form is bound once, filled, frozen and sent back with its formats', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/reports');
  await axe(page);
  await shot(page, 'reports');
  await page.getByRole('link', { name: FORM }).first().click();
  await page.getByText('已冻结').first().waitFor();
  await axe(page);
  await shot(page, 'report-frozen');
  const sent = await download(page, '导出Excel');

  // The form as the city sends it: here the one that was filled before. Its numbers are bound anew.
  await page.goto('/console/reports/forms/new');
  await axe(page);
  await page.getByLabel('报表名称').fill('市里要的季报');
  await page.getByLabel('上级发的Excel表').setInputFiles({ name: '季报.xlsx', mimeType: 'application/octet-stream', buffer: await readFile(sent) });
  await page.getByRole('button', { name: '建立模板' }).click();
  await page.getByText('表读好了').waitFor();
  await bind(page, 'D6', '指标的数', '会员', '期末');
  await bind(page, 'D8', '指标的数', '新入会', '本期');
  await bind(page, 'G6', '文字说明');
  await page.goto(`${page.url().split(/[?#]/)[0]}?cell=B6#bind`);
  await page.getByRole('combobox', { name: '指标' }).fill('会员');
  await page.getByRole('button', { name: '记下这一格' }).click();
  await page.getByText('B6里写着“会员数”').first().waitFor();
  await axe(page);
  await shot(page, 'report-form');

  await page.getByRole('button', { name: '打开这一期' }).click();
  await page.getByText('G6还没有写').first().waitFor();
  await axe(page);
  const field = page.getByLabel('季报表!G6的文字');
  await field.fill('1204');
  await page.getByRole('button', { name: '记下文字：季报表!G6' }).click();
  await page.getByText('这里写文字，不填数').first().waitFor();
  await field.fill('三季度重点做货车司机入会');
  await page.getByRole('button', { name: '记下文字：季报表!G6' }).click();
  await page.getByText('没有要改的').waitFor();
  await page.getByRole('button', { name: '签审' }).click();
  await page.getByText('签审好了').waitFor();
  await page.getByRole('button', { name: '冻结，以后不变' }).click();
  await page.getByText('冻结了，这些数以后不再变').waitFor();
  await axe(page);
  const back = await download(page, '导出Excel');

  const sheet = 'xl/worksheets/sheet1.xml';
  assert.equal(part(back, 'xl/styles.xml'), part(sent, 'xl/styles.xml'));
  assert.deepEqual(styles(part(back, sheet)), styles(part(sent, sheet)), 'every cell keeps its style');
  for (const kept of [/<mergeCells.*<\/mergeCells>/s, /<cols>.*<\/cols>/s, /<pageSetup[^>]*>/, /<f>SUM\(D11:D13\)<\/f>/]) {
    assert.equal(part(back, sheet).match(kept)?.[0], part(sent, sheet).match(kept)?.[0]);
    assert.ok(kept.test(part(back, sheet)), String(kept));
  }
  assert.match(part(back, sheet), /<c r="D6" s="\d+"><v>\d+<\/v>/);

  await page.getByRole('link', { name: '看冻结以后变了什么' }).click();
  await page.getByText('没有变化').waitFor();
  await axe(page);
  await page.goBack();
  await page.getByRole('link', { name: '打印' }).click();
  await axe(page);
  await shot(page, 'report-print');
});

flow('the upper union sees who has confirmed and reminds the others', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/reports');
  const rounds = page.getByRole('heading', { name: '向下级收的' });
  await rounds.waitFor();
  await page.locator('section', { has: rounds }).getByRole('link', { name: FORM }).click();
  await page.getByText('已确认').first().waitFor();
  await axe(page);
  await shot(page, 'report-round');
  await page.getByRole('button', { name: '提醒没确认的' }).click();
  await page.getByText(/提醒了\d+家/).waitFor();
  const file = await download(page, '导出各工会的数');
  assert.match(part(file, 'xl/worksheets/sheet1.xml'), /<sheetData>/);
});
