/** Officers' accounts: the second factor, signing in at a real OIDC provider, files with a real S3 server. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after } from 'node:test';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';
import { startProvider } from './rig/oidc.mjs';
import { startS3 } from './rig/s3.mjs';

const [provider, s3] = await Promise.all([startProvider(), startS3()]);
after(() => Promise.all([provider.stop(), s3.stop()]));
const flow = flows({ env: { ...provider.env, ...s3.env } });

/** What an app on a phone shows now (RFC 6238). */
function shown(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

flow('an officer signs in at the organisation\'s own provider and comes to the page asked for', { screen: 'desktop' }, async ({ page, server }) => {
  const { phone } = (await server.demoPeople()).find(({ role }) => role === 'county');
  await page.goto('/console/unions');
  await page.waitForURL('**/sign-in**');
  await axe(page);
  await shot(page, 'flow-oidc-sign-in');
  await page.getByRole('link', { name: '用政务统一身份登录' }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill(phone);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
  await page.waitForURL(`${server.url}/console/unions`);
});

flow('somebody without a post gets a sentence and no account', { screen: 'phone' }, async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: '用政务统一身份登录' }).click();
  await page.locator('input[name=login]').fill('13900009999');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
  await page.getByText('这个身份的手机号在这里没有任职').waitFor();
});

flow('an officer sets up a second factor, and the next session asks for it', { as: 'chair', screen: 'phone' }, async ({ page, server, open }) => {
  await page.goto('/me/second-factor?next=/console');
  await axe(page);
  await shot(page, 'flow-second-factor');
  const link = await page.getByRole('link', { name: '直接添加' }).getAttribute('href');
  const secret = new URL(link).searchParams.get('secret');
  await page.locator('input[name=code]').fill(shown(secret));
  await page.getByRole('button', { name: '启用动态口令' }).click();
  await page.getByText('备用码').first().waitFor();
  await axe(page);
  await shot(page, 'flow-recovery-codes');
  const recovery = await page.locator('.recovery li').first().textContent();
  await page.getByRole('link', { name: '记好了，继续' }).click();
  await page.waitForURL('**/console');

  const other = await open({ screen: 'desktop' });
  await server.signIn(other, 'chair', { again: true });
  await other.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  await other.goto('/console');
  await other.waitForURL('**/second-factor**');
  await axe(other);
  await shot(other, 'flow-second-factor-asked');
  await other.locator('input[name=code]').fill(recovery);
  await other.getByRole('button', { name: '继续' }).click();
  await other.waitForURL('**/console');
});

flow('a photo goes to the S3 server; one that does not answer keeps nothing and says so', { as: 'member', screen: 'phone', may: [/503/] }, async ({ page }) => {
  const picture = await page.screenshot();
  const send = async (meanwhile = () => {}) => {
    await page.goto('/me/photo');
    meanwhile();
    await page.setInputFiles('input[type=file]', { name: 'me.png', mimeType: 'image/png', buffer: picture });
    await page.locator('form:has(input[type=file]) button').last().click({ noWaitAfter: true, timeout: 30_000 });
  };
  await send();
  await page.getByText('照片换好了').waitFor();
  assert.equal(s3.objects().length, 1);
  const there = await page.request.get('/me/photo/picture');
  assert.equal(there.status(), 200);
  await send(() => s3.hold(true));
  await page.getByText('存放文件的服务器现在没有回应').waitFor({ timeout: 30_000 });
  s3.hold(false);
  assert.equal(s3.objects().length, 1);
  assert.equal((await page.request.get('/me/photo/picture')).status(), 200, 'the photo before is still there');
});

flow('an S3 server that answers slowly keeps the photo, and other pages answer meanwhile', { as: 'chair', screen: 'phone' }, async ({ page, open }) => {
  const picture = await page.screenshot();
  await page.goto('/me/photo');
  const before = s3.objects().length;
  s3.slow(10_000);
  await page.setInputFiles('input[type=file]', { name: 'me.png', mimeType: 'image/png', buffer: picture });
  await page.locator('form:has(input[type=file]) button').last().click({ noWaitAfter: true });
  const other = await open();
  assert.equal((await other.goto('/sign-in')).status(), 200);
  assert.equal(s3.objects().length, before, 'a page that needs no file does not wait for it');
  await page.getByText('照片换好了').waitFor({ timeout: 60_000 });
  s3.slow(0);
  assert.equal(s3.objects().length, before + 1);
});
