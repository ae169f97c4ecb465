/** Figures at work: from the sheet to chosen measures, a town, a number and its records; a chair's page; a hall's screen that runs for days. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const number = (text) => Number(text.replaceAll(/[^\d]/g, ''));

flow('an officer chooses measures, goes down to a town, and a number opens as many records', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/sheet');
  await page.getByText('选指标').click();
  for (const name of ['会员', '新入会', '收到诉求', '办理按时率']) await page.getByRole('checkbox', { name, exact: true }).check();
  await page.getByLabel('比较').selectOption('year');
  await axe(page);
  await shot(page, 'flow-board-choosing');
  await page.getByRole('button', { name: '看这些指标' }).click();
  await page.locator('[data-chart] svg').first().waitFor();
  assert.match(page.url(), /m=members/);
  await axe(page);
  await shot(page, 'flow-board');
  const town = page.getByRole('region', { name: '各下级工会' }).getByRole('row').nth(1);
  const name = await town.getByRole('link').first().innerText();
  const members = number(await town.getByRole('cell').nth(1).locator('a').innerText());
  await town.getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: `${name.replace(/总工会$/, '')}一张表` }).waitFor();
  assert.match(page.url(), /m=members/, 'the choice goes along');
  const figure = page.locator('.kfig > div', { has: page.getByRole('button', { name: '会员', exact: true }) }).locator('dd a').first();
  assert.equal(number(await figure.innerText()), members, 'the town says of itself what its county says');
  await figure.click();
  await page.waitForURL('**/console/members?**');
  const pager = await page.locator('.pager').innerText();
  assert.ok(number(pager.split('人')[0]) === members, `the sheet says ${members}, the list says ${pager}`);
});

flow('what happened in the month opens record by record', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/sheet');
  const figure = page.locator('.kfig > div', { has: page.getByRole('button', { name: '新入会', exact: true }) }).locator('dd a').first();
  const joined = number(await figure.innerText());
  await figure.click();
  await page.waitForURL('**/console/counted?**');
  await page.getByRole('heading', { level: 2, name: `${joined}人` }).waitFor();
  await page.getByText(`共${joined}条`).waitFor();
  await axe(page);
  await shot(page, 'flow-counted');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.waitForURL('**/console/members/*');
});

flow('a board is kept as a view, and its workbook is what is chosen', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/sheet?m=members,joined&period=quarter');
  await page.getByText('存为视图').click();
  await page.getByLabel('视图名称').fill('每季看的');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已存为视图').waitFor();
  assert.equal(await page.locator('.pills a[aria-current]').innerText(), '每季看的');
  await page.getByRole('button', { name: '每月发给我' }).click();
  await page.getByRole('button', { name: '不再每月发给我' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出', exact: true }).click()]);
  assert.match(download.suggestedFilename(), /一张表-.*季度\.xlsx$/);
});

flow('the catalogue finds a measure by initials, and says what the figure says', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/measures?q=xrh');
  const row = page.getByRole('row').nth(1);
  const said = await row.locator('.defined').first().innerText();
  await row.getByRole('link', { name: '新入会' }).first().click();
  await page.locator('.kfig .def').click();
  const tip = await page.locator('.tip').innerText();
  const words = said.replace(/^算的是\s*/, '').trim();
  assert.ok(tip.includes(words), `${tip} should say ${words}`);
});

flow("a chair's page says what is true now", { as: 'chair', screen: 'phone' }, async ({ page }) => {
  await page.goto('/console/union');
  await page.getByText(/位会员，/).waitFor();
  await page.getByRole('heading', { name: '和同类工会比' }).waitFor();
  const beside = page.getByRole('region', { name: '和同类工会比' });
  for (const figure of ['每百名会员里今年新入会', '新入会里扫码来的']) {
    await beside.getByText(figure).first().waitFor();
  }
  await axe(page);
  await shot(page, 'flow-chair');
  await page.getByRole('link', { name: '今年的一张表' }).click();
  await page.getByRole('heading', { level: 1, name: /一张表$/ }).waitFor();
});

const HALL = { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false };

flow('a hall opens its link without signing in, until it is stopped', { as: 'county', screen: 'desktop' }, async ({ page, open, server }) => {
  await page.goto('/console/screens');
  await page.getByLabel('灯按什么亮').selectOption('members');
  await page.getByLabel('屏幕挂在哪里').fill('一楼大厅');
  await page.getByRole('button', { name: '做一个大厅用的链接' }).click();
  const address = await page.getByRole('textbox', { name: '屏幕的地址' }).inputValue();
  await axe(page);
  await shot(page, 'flow-screen-link');
  const hall = await open({ ...HALL });
  await hall.goto(address.replace(/^https?:\/\/[^/]+/, server.url));
  await hall.getByText('灯越亮，会员越高').waitFor();
  await axe(hall);
  await page.goto('/console/screens');
  await page.getByRole('button', { name: '停用一楼大厅' }).click();
  await page.getByText('那块屏幕不再显示').waitFor();
  assert.equal((await hall.request.get(hall.url())).status(), 404);
});

flow('ten thousand refreshes leave the page, its memory and its layout as they were', { as: 'county', ...HALL, screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/screen');
  await page.getByText('万家灯火').waitFor();
  await page.waitForTimeout(300);
  await shot(page, 'flow-screen');
  const cdp = await page.context().newCDPSession(page);
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  // What the server answers now, and the same a little later: other figures, another line of what happened.
  const answers = await page.evaluate(async () => {
    window.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifts += entry.value))).observe({ type: 'layout-shift', buffered: false });
    window.screenScript = await import(document.querySelector('script[type=module]').src);
    const now = await (await fetch(location.href)).text();
    const later = now.replace(/(<p class="big"><b class="n">)[\d,]+/, '$18,888').replaceAll(/(<time>)\d+:\d\d/g, '$19:59').replace(/class="lv1"/, 'class="lv4"');
    return [now, later];
  });
  assert.notEqual(answers[0], answers[1]);
  const refresh = (times) =>
    page.evaluate(
      async ([answers, times]) => {
        for (let n = 0; n < times; n += 1) {
          if (!window.screenScript.show(answers[n % 2])) throw new Error('no screen in the answer');
          if (n % 500 === 0) await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        }
        return document.querySelectorAll('*').length;
      },
      [answers, times],
    );
  const nodes = await refresh(400);
  const before = await heap();
  const began = Date.now();
  const after = await refresh(10_000);
  const seconds = (Date.now() - began) / 1000;
  const grown = (await heap()) - before;
  const shifts = await page.evaluate(() => window.shifts);
  console.log(`10,000 refreshes in ${seconds.toFixed(1)} s: ${nodes} elements before, ${after} after; heap ${(grown / 1024).toFixed(0)} KB more; layout shift ${shifts}`);
  assert.equal(after, nodes);
  assert.ok(grown < 400 * 1024, `the heap grew by ${grown} bytes`);
  assert.equal(shifts, 0);
});
