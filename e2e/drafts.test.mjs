/** Nothing typed is lost: not when the browser is closed, nor without a network, nor when the session has ended. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fillPhone, fillWho, fillWork, identityNumber, sign } from './joining.mjs';
import { openLasting, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();

/** A draft is kept less than half a second after the last key. */
const KEEPING = 1_000;

flow('what was typed is there again after the browser was closed', { screen: 'phone' }, async ({ server }) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'unionhall-phone-'));
  let phone;
  const reopened = async () => {
    await phone?.context().close();
    phone = await openLasting(folder, { baseURL: server.url });
    return phone;
  };
  try {
    const first = await reopened();
    await first.goto('/join/BHJY237');
    await fillPhone(first, server, '19900000201');
    await first.getByLabel('姓名').fill('邵一帆');
    await first.getByLabel('身份证号').fill('32090219720229');
    await first.getByLabel('身份证号').blur();
    await first.locator('[data-draft-status]:visible').waitFor();
    await first.waitForTimeout(KEEPING);

    const again = await reopened();
    await again.goto('/join/who');
    await again.getByText('已填上您').waitFor();
    assert.equal(await again.getByLabel('姓名').inputValue(), '邵一帆');
    assert.equal(await again.getByLabel('身份证号').inputValue(), '32090219720229');
    await shot(again, 'flow-draft');
    // Sealed with a key that the browser does not hand out.
    const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
    const kept = files.filter((entry) => entry.isFile() && entry.parentPath.includes('IndexedDB'));
    assert.ok(kept.length > 0, 'the draft is in the browser');
    for (const entry of kept) {
      const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name));
      for (const encoding of ['utf8', 'utf16le']) assert.ok(!bytes.includes(Buffer.from('邵一帆', encoding)), `${entry.name} holds the name`);
    }
  } finally {
    await phone?.context().close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

flow('a joining that is signed without a network is sent when it is back', { screen: 'phone' }, async ({ page, server }) => {
  await page.goto('/join/BHJY237');
  await fillPhone(page, server, '19900000202');
  await fillWho(page, { name: '邵二帆', number: identityNumber({ serial: 922 }) });
  await fillWork(page, { group: '货车司机' });
  await page.context().setOffline(true);
  await sign(page);
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.getByText('现在没有网络').waitFor();
  await shot(page, 'flow-offline');
  assert.match(page.url(), /\/join\/union/);
  await page.context().setOffline(false);
  await page.waitForURL('**/join/done');
});

flow('a form that is sent after the session ended goes on where it was', { as: 'chair', screen: 'desktop' }, async ({ page, server }) => {
  await page.goto('/console/members/new');
  await page.getByLabel('姓名').fill('邵三帆');
  await page.context().clearCookies();
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL('**/sign-in**');
  const { phone } = (await server.demoPeople()).find(({ role }) => role === 'chair');
  await server.signInByPassword(page, phone);
  await page.getByText('您刚才填的都在').waitFor();
  await shot(page, 'flow-held');
  await page.getByRole('button', { name: '继续提交' }).click();
  await page.waitForURL('**/console/members**');
  assert.equal(await page.getByLabel('姓名').inputValue(), '邵三帆');
});

flow('a phone whose session ended keeps what was typed, too', { as: 'member', screen: 'phone' }, async ({ page, server }) => {
  const { phone } = (await server.demoPeople()).find(({ role }) => role === 'member');
  await page.goto('/me/password');
  await page.getByLabel('新密码', { exact: true }).fill('短');
  await page.context().clearCookies();
  await page.getByRole('button', { name: /密码$/ }).click();
  await page.waitForURL('**/sign-in?next=*');
  // The demo's people sign in with one tap.
  await page.locator(`button[value="${phone}"]`).click();
  await page.getByRole('button', { name: '继续提交' }).waitFor();
  assert.equal(await page.locator('input[name=password]').inputValue(), '短');
});

flow('a page that cannot be had offline says so', { as: 'member', screen: 'phone', may: [/ERR_INTERNET_DISCONNECTED/] }, async ({ page }) => {
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.goto('/me/records');
  assert.match(await page.locator('main').innerText(), /网络/);
  await shot(page, 'flow-offline-page');
});
