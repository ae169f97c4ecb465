/** Signing in, large type and the own pages, as a worker's phone sees them. */
import assert from 'node:assert/strict';
import { flows } from './rig/flow.mjs';

const flow = flows();
const MEMBER = '15400000008';
/** Somebody without an account; the rig signs the member in by a code of its own, and a phone gets one a minute. */
const NEWCOMER = '15400000010';
/** A form with a fault comes back with 422, which a browser reports as a failed resource. */
const may = [/422/];

flow('a code signs in and leads back to the page that was wanted', { screen: 'phone', may }, async ({ page, server }) => {
  const known = await server.outbox(NEWCOMER);
  await page.goto('/me/devices');
  await page.getByLabel('手机号').fill('154');
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByRole('link', { name: /手机号只有3位/ }).click();
  await page.getByLabel('手机号').fill(NEWCOMER);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByLabel('验证码').waitFor();
  const code = await server.code(NEWCOMER, known);
  await page.getByLabel('验证码').fill(code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('还可以试4次').first().waitFor();
  await page.getByLabel('验证码').fill(code);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL('**/me/devices');
  await page.getByText('这一台').waitFor();
});

flow('what was typed survives the loss of the session', { as: 'member', screen: 'phone' }, async ({ page }) => {
  await page.goto('/me/password');
  await page.getByLabel('新密码', { exact: true }).fill('短');
  await page.context().clearCookies();
  await page.getByRole('button', { name: /密码$/ }).click();
  await page.waitForURL('**/sign-in?next=*');
  await page.locator(`button[value="${MEMBER}"]`).click();
  await page.getByRole('button', { name: '继续提交' }).waitFor();
  assert.equal(await page.locator('input[name=password]').inputValue(), '短');
});

flow('large type is switched once and stays', { as: 'member', screen: 'phone' }, async ({ page }) => {
  await page.goto('/');
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('.strip__name')).fontSize));
  const normal = await size();
  await page.getByRole('link', { name: '关怀模式：字大一些' }).click();
  assert.ok((await size()) > normal * 1.2);
  await page.goto('/me');
  assert.equal(await page.locator('html').getAttribute('data-type'), 'large');
  await page.goto('/');
  await page.getByRole('link', { name: '关怀模式：字恢复原样' }).click();
  await page.reload();
  assert.equal(await size(), normal);
});

flow('another device is signed out from the list', { as: 'member', screen: 'phone' }, async ({ page, open }) => {
  const lost = await open({ screen: 'desktop' });
  await lost.goto('/sign-in');
  await lost.locator(`button[value="${MEMBER}"]`).click();
  await lost.goto('/me');
  await page.goto('/me/devices');
  await page.getByRole('button', { name: '其他设备都退出' }).click();
  await page.getByText('没有别的设备登录着').waitFor();
  await lost.goto('/me');
  assert.match(lost.url(), /\/sign-in/);
});
