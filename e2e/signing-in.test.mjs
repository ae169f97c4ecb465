/** Signing in and out, devices, and large type. */
import assert from 'node:assert/strict';
import { overflow } from './pages.mjs';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const CODE = 'input[name=code]';

flow('a wrong code is told with the tries that are left, the right one signs in, and signing out ends it', { screen: 'phone' }, async ({ page, server }) => {
  const phone = '19900000301';
  await page.goto('/me/devices');
  await page.waitForURL('**/sign-in**');
  const known = await server.outbox(phone);
  await page.getByLabel('手机号').fill('199');
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByRole('link', { name: /手机号只有3位/ }).click();
  await page.getByLabel('手机号').fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const code = await server.code(phone, known);
  await page.locator(CODE).fill(code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('还可以试4次').first().waitFor();
  await axe(page);
  await shot(page, 'flow-wrong-code');
  await page.locator(CODE).fill(code);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/me/devices');
  await page.goto('/me');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByText('已退出登录').waitFor();
  await page.goto('/me');
  await page.waitForURL('**/sign-in**');
});

flow('a password signs in, and a wrong one says so', { screen: 'phone' }, async ({ page, server }) => {
  const { phone } = (await server.demoPeople()).find(({ role }) => role === 'member');
  await server.signInByPassword(page, phone, 'wrong-2026');
  await page.locator('[aria-invalid=true], .errors').first().waitFor();
  await axe(page);
  await shot(page, 'flow-wrong-password');
  await server.signInByPassword(page, phone);
  await page.waitForURL((address) => address.pathname === '/');
});

flow('a device that is not mine any more is signed out from another one', { as: 'organiser', screen: 'phone' }, async ({ page, server, open }) => {
  const lost = await open({ screen: 'desktop' });
  await server.signIn(lost, 'organiser', { again: true });
  await lost.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  await page.goto('/me/devices');
  await axe(page);
  await shot(page, 'flow-devices');
  await page.getByRole('button', { name: /让.*退出登录/ }).first().click();
  await page.getByText('没有别的设备登录着').waitFor();
  await lost.goto('/me');
  await lost.waitForURL('**/sign-in**');
});

flow('large type stays on, over pages and visits, until it is switched off', { as: 'member', screen: 'phone' }, async ({ page }) => {
  await page.goto('/');
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('h2, .row__title')).fontSize));
  const normal = await size();
  await page.getByRole('link', { name: '关怀模式：字大一些' }).click();
  assert.ok((await size()) > normal * 1.2, 'the letters grew');
  for (const path of ['/', '/me', '/me/card', '/me/data', '/join/member']) {
    await page.goto(path);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.type), 'large', `${path} forgot it`);
    assert.equal(await overflow(page), '', path);
  }
  await page.goto('/');
  await shot(page, 'flow-large');
  await page.getByRole('link', { name: '关怀模式：字恢复原样' }).click();
  await page.reload();
  assert.equal(await size(), normal);
});

flow('large type works without any script', { screen: 'phone', javaScriptEnabled: false }, async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: '关怀模式：字大一些' }).click();
  await page.locator('html[data-type=large]').waitFor();
});

flow('what was typed survives the loss of the session', { as: 'member', screen: 'phone' }, async ({ page }) => {
  await page.goto('/me/password');
  await page.getByLabel('新密码', { exact: true }).fill('短');
  await page.context().clearCookies();
  await page.getByRole('button', { name: /密码$/ }).click();
  await page.waitForURL('**/sign-in?next=*');
  await page.locator('button[value="15400000008"]').click();
  await page.getByRole('button', { name: '继续提交' }).waitFor();
  assert.equal(await page.locator('input[name=password]').inputValue(), '短');
});
