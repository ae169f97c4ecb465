/** Signing in at a provider that knows no phones: an account is tied to an identity (claim sub) by its owner. */
import { after } from 'node:test';
import { flows } from './rig/flow.mjs';
import { startProvider } from './rig/oidc.mjs';

const provider = await startProvider();
after(() => provider.stop());
const flow = flows({ env: { ...provider.env, UNIONHALL_OIDC_CLAIM: 'sub' } });

/** Answers the provider's two pages: who, and that it may tell. */
async function answer(page, login) {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
}

flow('an identity that nobody tied opens nothing, even with the phone of an officer as its name', { screen: 'phone' }, async ({ page, server }) => {
  const { phone } = (await server.demoPeople()).find(({ role }) => role === 'county');
  await page.goto('/sign-in');
  await page.getByRole('link', { name: '用政务统一身份登录' }).click();
  await answer(page, phone);
  await page.getByText('这个身份还没有绑定账号').waitFor();
});

flow('an officer ties the own account to an identity, signs in with it, and no longer after untying', { as: 'chair', screen: 'phone' }, async ({ page, open }) => {
  await page.goto('/me/devices');
  await page.getByRole('link', { name: '绑定', exact: true }).click();
  await answer(page, 'sun-weifang');
  await page.getByText('已绑定政务统一身份').waitFor();

  const other = await open({ screen: 'desktop' });
  await other.goto('/console');
  await other.getByRole('link', { name: '用政务统一身份登录' }).click();
  await answer(other, 'sun-weifang');
  await other.waitForURL((address) => address.pathname === '/console');

  await page.goto('/me/devices');
  await page.getByRole('button', { name: '解除绑定' }).click();
  await page.getByText('已解除绑定').waitFor();
  const third = await open();
  await third.goto('/sign-in');
  await third.getByRole('link', { name: '用政务统一身份登录' }).click();
  await answer(third, 'sun-weifang');
  await third.getByText('这个身份还没有绑定账号').waitFor();
});
