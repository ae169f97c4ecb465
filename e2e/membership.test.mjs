/** A member's transfer, from asking to the new card. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const TO = '顺通物流工会';

flow('a member asks to be transferred, both unions act, and the new card is there', { as: 'member', screen: 'phone' }, async ({ page, server, open }) => {
  await page.goto('/me/membership');
  await axe(page);
  await shot(page, 'membership');
  await page.getByRole('link', { name: '换了单位，转会' }).click();
  await axe(page);
  await page.locator('input[name=work][value=employer]').check();
  await page.getByRole('combobox', { name: '单位名称' }).pressSequentially('顺通物流');
  await page.getByRole('option', { name: '顺通物流' }).first().click();
  await shot(page, 'transfer-workplace');
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('heading', { name: TO }).waitFor();
  await page.getByText('会龄').first().waitFor();
  await axe(page);
  await shot(page, 'transfer-proposal');
  await page.getByRole('button', { name: '申请转会' }).dblclick();
  await page.waitForURL('**/me/membership/ways/*');
  await page.getByRole('heading', { name: /到期没有异议就转/ }).waitFor();
  const way = page.url();
  const id = way.split('/').pop();
  await axe(page);
  await shot(page, 'transfer-way');

  const old = await open({ screen: 'desktop' });
  await server.signIn(old, 'chair');
  await old.goto('/console/ways');
  await axe(old);
  await shot(old, 'ways');
  await old.goto(`/console/ways/${id}`);
  await axe(old);
  await shot(old, 'way-releasing');
  await old.getByRole('button', { name: '同意转出' }).click();
  await old.getByText('等转入工会').first().waitFor();

  const receiving = await open({ screen: 'desktop' });
  await server.signIn(receiving, 'enterprise');
  await receiving.goto(`/console/ways/${id}`);
  await receiving.getByRole('link', { name: '退回本人' }).click();
  await receiving.getByLabel('要本人改什么').waitFor();
  await axe(receiving);
  await receiving.goto(`/console/ways/${id}`);
  await receiving.getByRole('button', { name: '接收' }).click();
  await receiving.getByText('办好了').first().waitFor();
  await shot(receiving, 'way-done');

  await page.goto(way);
  await page.getByRole('heading', { name: `您现在是${TO}的会员` }).waitFor();
  await page.getByRole('link', { name: '看会员卡' }).click();
  await page.locator('.mcard__union', { hasText: TO }).waitFor();
  await page.goto('/me/membership');
  const past = await page.getByText('办过的').count();
  assert.equal(past, 1);
});
