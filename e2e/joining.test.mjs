/** From the poster to the card, and what happens on the way. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fillPhone, fillWho, fillWork, identityNumber, join, sign } from './joining.mjs';
import { axe, out, readQr, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();

/** The code in 顺通物流's dispatch hall; its union takes in the firm's people. */
const POSTER = '/join/BHST722';
const UNION = '顺通物流工会';
const DRIVER = { phone: '19900000101', name: '罗一帆', number: identityNumber({ serial: 911 }) };
/** A code of the freight trade, for people without an employer. */
const TRADE = { path: '/join/BHJY237', work: { group: '货车司机' } };

/** The chair opens the newest joining of this name from the work list. */
async function openAtDesk(desk, name) {
  await desk.goto('/console/joinings');
  await desk.getByRole('link', { name, exact: true }).click();
  await desk.getByRole('heading', { level: 1, name }).waitFor();
}

flow('a driver scans a poster, types at most six fields, and has a card as soon as the chair taps once', { screen: 'phone' }, async ({ page, server, open }) => {
  const typed = new Set();
  await page.exposeFunction('typedInto', (name) => void typed.add(name));
  await page.addInitScript(() =>
    addEventListener('input', ({ target, isTrusted }) => isTrusted && target.matches('input:not([type=radio], [type=checkbox])') && globalThis.typedInto(target.labels?.[0]?.innerText ?? target.name), true),
  );
  const began = Date.now();
  await page.goto(POSTER);
  await page.getByText('顺通物流调度大厅').waitFor();
  await fillPhone(page, server, DRIVER.phone);
  await fillWho(page, DRIVER);
  await fillWork(page, { employer: '顺通物流' });
  await page.getByRole('heading', { name: UNION }).waitFor();
  await sign(page);
  await shot(page, 'flow-signed');
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL('**/join/done');
  const record = { seconds: (Date.now() - began) / 1000, typed: [...typed] };
  await page.getByText(`${UNION}最迟`).first().waitFor();
  fs.writeFileSync(path.join(out, 'joining.json'), `${JSON.stringify(record, null, 2)}\n`);
  console.log(`joining at 375 px: ${record.seconds.toFixed(1)} s by script, ${typed.size} typed fields: ${record.typed.join(', ')}`);
  assert.ok(typed.size <= 6, `${typed.size} fields were typed`);

  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'enterprise');
  await openAtDesk(desk, DRIVER.name);
  await axe(desk);
  await desk.getByRole('button', { name: '通过' }).click();
  await desk.getByText(`${DRIVER.name}的入会申请，已告诉本人`).waitFor();

  await page.goto('/me/card');
  await page.locator('.mcard__name', { hasText: DRIVER.name }).waitFor();
  await axe(page);
  await shot(page, 'flow-card');
  const address = await readQr(page.locator('[data-rotate-body]'));
  assert.match(address ?? 'nothing', /^http.+\/verify\//, 'a camera reads the address of the check');

  const other = await open();
  await other.goto(address);
  await other.getByRole('heading', { name: '会员卡有效' }).waitFor();
  await axe(other);
  await shot(other, 'flow-verified');
  const said = await other.locator('main').innerText();
  assert.ok(said.includes('罗*帆') && said.includes(UNION), said);
  for (const hidden of [DRIVER.name, DRIVER.phone, DRIVER.phone.slice(-4), DRIVER.number, DRIVER.number.slice(-4)]) {
    assert.ok(!said.includes(hidden), `${hidden} is shown to a stranger`);
  }
});

flow('the chair sends a joining back, the driver mends it and it is approved', { screen: 'phone' }, async ({ page, server, open }) => {
  const driver = { phone: '19900000102', name: '罗二帆', number: identityNumber({ serial: 912 }) };
  await join(page, server, { ...TRADE, ...driver });
  const desk = await open({ screen: 'desktop' });
  await server.signIn(desk, 'chair');
  await openAtDesk(desk, driver.name);
  await desk.getByRole('link', { name: '退回修改' }).click();
  await desk.locator('textarea, input[name=reason]').first().fill('姓名和证件上的不一样，请对照证件再看一遍');
  await desk.locator('#act').getByRole('button', { name: '退回修改' }).click();
  await desk.getByText(driver.name).first().waitFor();

  await page.goto('/me/joining');
  await page.getByText('姓名和证件上的不一样').first().waitFor();
  await axe(page);
  await shot(page, 'flow-returned');
  await page.getByRole('link', { name: '去修改' }).click();
  assert.equal(await page.getByLabel('姓名').inputValue(), driver.name, 'what was typed the first time is there');
  await fillWho(page, { ...driver, name: '罗贰帆' });
  await page.getByRole('button', { name: '下一步' }).click();
  await page.waitForURL('**/join/union');
  await sign(page);
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL('**/join/done');

  await openAtDesk(desk, '罗贰帆');
  await desk.getByRole('button', { name: '通过' }).click();
  await desk.getByText('罗贰帆的入会申请，已告诉本人').waitFor();
  const told = (await server.outbox(driver.phone)).map(({ body }) => body);
  assert.ok(told.length >= 4, `a code and a message at every step: ${told.join(' | ')}`);
  await page.goto('/me/joining');
  await page.getByRole('heading', { name: '您已经是会员' }).waitFor();
  await shot(page, 'flow-approved');
});

flow('a refusal says why, and leads to a new application', { screen: 'phone' }, async ({ page, server, open }) => {
  const driver = { phone: '19900000103', name: '罗三帆', number: identityNumber({ serial: 913 }) };
  await join(page, server, { ...TRADE, ...driver });
  // The phone is wide enough for the chair, too.
  const desk = await open();
  await server.signIn(desk, 'chair');
  await openAtDesk(desk, driver.name);
  await desk.getByRole('link', { name: '不批准' }).click();
  await desk.locator('#act').getByRole('button', { name: '不批准' }).click();
  await desk.locator('[aria-invalid=true]').waitFor();
  await desk.locator('textarea, input[name=reason]').first().fill('您已在顺通物流上班，请加入顺通物流工会');
  await shot(desk, 'flow-refusing');
  await desk.locator('#act').getByRole('button', { name: '不批准' }).click();
  await desk.getByText(driver.name).first().waitFor();
  await page.goto('/me/joining');
  await page.getByText('您已在顺通物流上班').first().waitFor();
  await page.getByRole('link', { name: '重新申请' }).waitFor();
  await axe(page);
});

flow('a number whose last sign is wrong is told in words, and nothing typed is lost', { screen: 'phone' }, async ({ page, server }) => {
  await page.goto('/join');
  await fillPhone(page, server, '19900000104');
  const right = identityNumber({ serial: 914 });
  const wrong = right.slice(0, 17) + (right[17] === '1' ? '2' : '1');
  await page.getByLabel('姓名').fill('罗四帆');
  await page.getByLabel('身份证号').fill(wrong);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('alert').or(page.locator('.errors')).first().waitFor();
  assert.match(await page.locator('#number-msg').innerText(), /最后一位/);
  assert.equal(await page.getByLabel('姓名').inputValue(), '罗四帆');
  await axe(page);
  await shot(page, 'flow-wrong-number');
});

flow('of two who decide at once, the second is told who was first', { screen: 'phone' }, async ({ page, server, open }) => {
  const driver = { phone: '19900000105', name: '罗五帆', number: identityNumber({ serial: 915 }) };
  await join(page, server, { ...TRADE, ...driver });
  const [first, second] = [await open({ screen: 'desktop' }), await open({ screen: 'desktop' })];
  await server.signIn(first, 'chair');
  await server.signIn(second, 'county');
  await openAtDesk(first, driver.name);
  await second.goto(first.url());
  await first.getByRole('button', { name: '通过' }).click();
  await first.getByText(`${driver.name}的入会申请，已告诉本人`).waitFor();
  await second.getByRole('button', { name: '通过' }).click();
  await second.getByText(/郭长河/).first().waitFor();
  await axe(second);
  await shot(second, 'flow-second-officer');
});

flow('two taps send one joining, and the way back leads to its state', { screen: 'phone' }, async ({ page, server }) => {
  const driver = { phone: '19900000106', name: '罗六帆', number: identityNumber({ serial: 916 }) };
  await page.goto(TRADE.path);
  await fillPhone(page, server, driver.phone);
  await fillWho(page, driver);
  await fillWork(page, TRADE.work);
  await sign(page);
  await page.getByRole('button', { name: '提交申请' }).dblclick();
  await page.waitForURL('**/join/done');
  const received = (await server.outbox(driver.phone)).filter(({ body }) => !/验证码/.test(body));
  assert.equal(received.length, 1, received.map(({ body }) => body).join(' | '));
  await page.goBack();
  await page.reload();
  assert.match(page.url(), /\/(me\/joining|join\/done)$/);
});

flow('several joinings are looked through and approved together', { as: 'chair', screen: 'desktop' }, async ({ page }) => {
  await page.goto('/console/joinings');
  const boxes = page.locator('input[name=joining]');
  const before = await boxes.count();
  await boxes.nth(before - 1).check();
  await boxes.nth(before - 2).check();
  await page.getByRole('button', { name: '一起通过' }).click();
  await page.getByText('将通过2份').waitFor();
  await axe(page);
  await shot(page, 'flow-approvals');
  await page.getByRole('button', { name: '通过这2份' }).click();
  await page.waitForURL('**/console/joinings');
  assert.equal(await boxes.count(), before - 2);
});
