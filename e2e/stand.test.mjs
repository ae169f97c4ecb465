/** A joining stand at a car park: many joinings in a row, without a network and back, each sent once. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { identityNumber, sign } from './joining.mjs';
import { axe, openLasting, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const STAND = '/console/desk-mode/BHST722';

/** Takes one applicant down. */
async function take(page, { name, serial, phone }) {
  await page.locator('#name').fill(name);
  await page.locator('#number').fill(identityNumber({ serial }));
  await page.locator('#phone').fill(phone);
  await page.locator('input[name=work][value=kind]').check();
  await page.locator('#group').selectOption('货车司机');
  await page.locator('input[name=membership]').check();
  await sign(page);
  await page.getByRole('button', { name: '存下，接着下一位' }).click();
}
const tally = (page, state, number) => page.waitForFunction(([key, wanted]) => document.querySelector(`[data-stand-count="${key}"]`)?.textContent === wanted, [state, String(number)], { timeout: 30_000 });
/** Until the phone has kept the page for the time without a network. */
async function kept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  // Not by waitForFunction: to it a promise is a yes.
  const isKept = () => page.evaluate(async (stand) => Boolean(await caches.match(stand)), STAND);
  for (let tries = 0; !(await isKept()); tries++) {
    assert.ok(tries < 100, 'the page is kept');
    await page.waitForTimeout(100);
  }
}

flow('a stand takes joinings down without a network, and sends each once when it is back', { as: 'enterprise', screen: 'phone', may: [/ERR_INTERNET_DISCONNECTED/] }, async ({ page, server, open }) => {
  await page.goto('/console/desk-mode');
  await page.getByRole('link', { name: '用BH-ST722打开入会台' }).click();
  await page.getByText('网络通着').waitFor();
  await kept(page);

  await page.context().setOffline(true);
  await page.getByText('现在没有网络').waitFor();
  await take(page, { name: '邵三帆', serial: 931, phone: '19900000301' });
  await tally(page, 'waiting', 1);
  await take(page, { name: '邵四帆', serial: 932, phone: '19900000302' });
  await tally(page, 'waiting', 2);
  // The phone was locked, the browser closed: the page and what was taken down are there again, still without a network.
  await page.reload();
  await tally(page, 'waiting', 2);
  await page.getByText('邵*帆').first().waitFor();
  await take(page, { name: '邵五帆', serial: 933, phone: '19900000303' });
  await tally(page, 'waiting', 3);
  await axe(page);
  await shot(page, 'flow-stand-offline');

  await page.context().setOffline(false);
  await tally(page, 'sent', 3);
  await page.getByText(/编号RH\d+-\d+，顺通物流工会审核/).first().waitFor();
  await axe(page);
  await shot(page, 'flow-stand-sent');

  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'enterprise');
  await desk.goto('/console/joinings');
  for (const name of ['邵三帆', '邵四帆', '邵五帆']) assert.equal(await desk.getByRole('link', { name, exact: true }).count(), 1, name);
  await desk.getByRole('link', { name: '邵三帆', exact: true }).click();
  await desk.getByText('在入会台当面填写').first().waitFor();
  assert.match((await server.outbox('19900000301')).map(({ body }) => body).join('\n'), /入会申请已收到/);
});

flow('an answer that is lost on the way makes no second joining', { as: 'enterprise', screen: 'phone', may: [/ERR_FAILED/] }, async ({ page, server, open }) => {
  await page.goto(STAND);
  await page.getByText('网络通着').waitFor();
  let lost = 0;
  await page.route('**/entries', async (route) => {
    // The server has it; the phone never hears of it.
    if (lost++ === 0) {
      await route.fetch();
      return route.abort();
    }
    return route.continue();
  });
  await take(page, { name: '邵六帆', serial: 934, phone: '19900000304' });
  await tally(page, 'sent', 1);
  assert.ok(lost >= 2, 'it was sent again');
  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'enterprise');
  await desk.goto('/console/joinings');
  assert.equal(await desk.getByRole('link', { name: '邵六帆', exact: true }).count(), 1);
});

flow('what the server refuses is said at the field, mended and sent', { as: 'enterprise', screen: 'phone' }, async ({ page }) => {
  await page.goto(STAND);
  await page.getByText('网络通着').waitFor();
  await page.getByRole('button', { name: '存下，接着下一位' }).click();
  await page.getByRole('link', { name: '请填写姓名' }).waitFor();
  await axe(page);
  await shot(page, 'flow-stand-faults');
  // The own phone is refused by the server only.
  await take(page, { name: '邵七帆', serial: 935, phone: '15400000004' });
  await tally(page, 'wrong', 1);
  await page.getByText('这是您自己的手机号').first().waitFor();
  await page.getByRole('button', { name: '改邵*帆的' }).click();
  await page.locator('#phone').fill('19900000305');
  await page.getByRole('button', { name: '存下，接着下一位' }).click();
  await tally(page, 'sent', 1);
  await tally(page, 'wrong', 0);
});

flow('what waits is sealed on the phone', { screen: 'phone' }, async ({ server }) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'unionhall-stand-'));
  const phone = await openLasting(folder, { baseURL: server.url });
  try {
    await server.signIn(phone, 'enterprise');
    await phone.goto(STAND);
    await phone.getByText('网络通着').waitFor();
    await phone.context().setOffline(true);
    await take(phone, { name: '邵八帆', serial: 936, phone: '19900000306' });
    await tally(phone, 'waiting', 1);
  } finally {
    await phone.context().close();
  }
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const stored = files.filter((entry) => entry.isFile() && entry.parentPath.includes('IndexedDB'));
  assert.ok(stored.length > 0, 'the entry is in the browser');
  for (const entry of stored) {
    const bytes = fs.readFileSync(path.join(entry.parentPath, entry.name));
    for (const word of ['邵八帆', '19900000306', identityNumber({ serial: 936 })]) {
      for (const encoding of ['utf8', 'utf16le']) assert.ok(!bytes.includes(Buffer.from(word, encoding)), `${entry.name} holds ${word}`);
    }
  }
  fs.rmSync(folder, { recursive: true, force: true });
});
