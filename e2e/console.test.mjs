/** The work of officers: finding people, posters, posts, settings and the county's figures. */
import assert from 'node:assert/strict';
import { axe, readQr, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const number = (text) => Number(text.replaceAll(/[^\d.]/g, ''));

flow('a slash leads to the search, which knows names, initials and the end of a phone', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console');
  await page.keyboard.press('/');
  const find = page.locator('[data-global-search]');
  assert.ok(await find.evaluate((input) => input === document.activeElement), 'the search has the focus');
  for (const typed of ['小满', 'lxm', '0008']) {
    await find.fill('');
    await find.pressSequentially(typed);
    await page.getByRole('option', { name: '林小满' }).first().waitFor();
  }
  await shot(page, 'flow-search');
  await page.getByRole('option', { name: '林小满' }).first().click();
  await page.getByRole('heading', { level: 1, name: '林小满' }).waitFor();
});

flow('who looks at a whole number gives a reason, and the member sees who and why', { as: 'county', screen: 'desktop' }, async ({ page, server, open }) => {
  await page.goto('/console/search?q=林小满');
  await page.locator('main').getByRole('link', { name: '林小满' }).first().click();
  await page.locator('#opening').getByRole('button').click();
  await page.locator('#opening [aria-invalid=true]').waitFor();
  await page.locator('#opening input').last().fill('核对名册里的手机号');
  await page.locator('#opening').getByRole('button').click();
  await page.getByText('15400000008').first().waitFor();
  await axe(page);
  await shot(page, 'flow-opened');
  const phone = await open({ screen: 'phone' });
  await server.signIn(phone, 'member');
  await phone.goto('/me/data');
  await phone.getByText('核对名册里的手机号').first().waitFor();
  await axe(phone);
  await shot(phone, 'flow-who-looked');
});

flow('a poster is one A4 page whose code a camera reads', { as: 'chair', screen: 'desktop' }, async ({ page, server }) => {
  await page.goto('/console/codes');
  await page.locator('a[href$="/poster"]').first().click();
  await page.locator('.poster').waitFor();
  const address = await readQr(page.locator('.home__qr'));
  assert.match(address ?? 'nothing', /\/join\/\w+$/);
  const { width } = await page.locator('.home__qr svg').boundingBox();
  assert.ok((width / 96) * 25.4 >= 60, `the code is ${((width / 96) * 25.4).toFixed(0)} mm wide`);
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, 'one page');
  assert.match(pdf, /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/, 'A4');
  await page.goto(new URL(address).pathname);
  assert.equal(new URL(page.url()).origin, server.url);
});

flow('a code is made, printed and stopped', { as: 'chair', screen: 'desktop' }, async ({ page, open }) => {
  await page.goto('/console/codes/new');
  await page.getByLabel('用来做什么').fill('春节入会服务台');
  await page.getByRole('button', { name: '做好入会码' }).click();
  await page.getByText('春节入会服务台').first().waitFor();
  await axe(page);
  await shot(page, 'flow-code');
  const address = await readQr(page.locator('.qr'));
  await page.getByRole('button', { name: '停用' }).click();
  const phone = await open({ screen: 'phone' });
  assert.equal((await phone.goto(address)).status(), 404);
  await phone.getByText('停用了这个入会码').first().waitFor();
  await axe(phone);
  await shot(phone, 'flow-code-stopped');
});

flow('somebody is invited to a post, accepts by the link and works', { as: 'admin', screen: 'desktop' }, async ({ page, server, open }) => {
  const phone = '19900000401';
  await page.goto('/console/posts/new');
  await page.getByLabel('姓名').fill('沈一帆');
  await page.getByLabel('手机号').fill(phone);
  await page.getByRole('combobox', { name: '在哪家工会任职' }).pressSequentially('顺通物流');
  await page.getByRole('option', { name: '顺通物流工会' }).first().click();
  await page.locator('input[name=role][value=chair]').check();
  await page.getByLabel('职务').fill('工会副主席');
  await shot(page, 'flow-inviting');
  await page.getByRole('button', { name: '生成邀请链接' }).click();
  const link = await page.locator('#link').inputValue();
  assert.match(link, /\/invitation\//);
  await axe(page);
  await shot(page, 'flow-invited');

  const theirs = await open({ screen: 'phone' });
  await theirs.goto(link);
  await axe(theirs);
  await shot(theirs, 'flow-invitation');
  const known = await server.outbox(phone);
  await theirs.getByRole('button', { name: '发验证码' }).click();
  await theirs.locator('input[name=code]').fill(await server.code(phone, known));
  await theirs.getByRole('button', { name: '接受任职' }).click();
  await theirs.waitForURL('**/console**');
  await theirs.getByText('顺通物流工会').first().waitFor();
  const again = await open({ screen: 'phone' });
  assert.equal((await again.goto(link)).status(), 404, 'a link is used once');
  await shot(again, 'flow-invitation-used');
});

flow('a setting is changed from a day on, with its trace', { as: 'admin', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/settings/joining.days');
  await page.locator('main form input[type=number], main form input[inputmode=numeric]').first().fill('5');
  await page.getByRole('button', { name: '保存修改' }).click();
  await page.getByText('高一鸣').last().waitFor();
  await page.goto('/console/settings');
  await page.getByRole('row', { name: /入会审批期限/ }).getByText('5个工作日').waitFor();
  await shot(page, 'flow-settings');
});

flow("a figure of the county's sheet leads to its records, and their number is the figure", { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/sheet');
  await axe(page);
  const link = page.locator('table.heat tbody tr').first().locator('td a').nth(1);
  const figure = number(await link.innerText());
  assert.ok(figure > 0);
  await shot(page, 'flow-sheet');
  await link.click();
  const pager = await page.locator('.pager').first().innerText();
  assert.ok(pager.replaceAll(',', '').includes(String(figure)), `the sheet says ${figure}, the list says ${pager}`);
  await page.goto('/console/sheet');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出', exact: true }).click()]);
  assert.match(download.suggestedFilename(), /\.xlsx$/);
});

flow('a definition opens by keyboard and closes with Escape', { as: 'county', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console');
  const word = page.locator('.def').first();
  await word.focus();
  await page.keyboard.press('Enter');
  const tip = page.locator(`#${await word.getAttribute('aria-controls')}`);
  await tip.waitFor();
  await shot(page, 'flow-definition');
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
});
