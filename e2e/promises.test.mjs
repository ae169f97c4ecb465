/** A promise: an officer makes it from the catalogue and publishes it; a worker reads it on the phone and rates it; confirmed work moves its number. */
import assert from 'node:assert/strict';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
/** Of the demo: an officer of a town. */
const PAPER = { name: '签到表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 sign-in sheet') };

flow('a promise is made, read, rated and moved by work that was confirmed', { screen: 'desktop' }, async ({ page, server, open }) => {
  await server.signIn(page, 'county');
  await page.goto('/console/promises');
  await page.getByRole('heading', { name: /年实事项目/ }).waitFor();
  await axe(page);
  await shot(page, 'promises-list');

  // From the catalogue: the measure is chosen already.
  await page.goto('/console/measures/evidence.people');
  await page.getByRole('link', { name: '据此定实事' }).click();
  await page.getByLabel('简称').fill('单身联谊人次');
  await page.getByLabel('答应职工什么').fill('请600人次参加单身职工联谊');
  await page.getByLabel('目标', { exact: true }).fill('-5');
  await page.getByLabel('从哪里数').first().selectOption({ label: '平台外工作的参加人次：单身联谊（人次）' });
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('目标要大于0').first().waitFor();
  await axe(page);
  await shot(page, 'promises-form-fault');
  await page.getByLabel('目标', { exact: true }).fill('600');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('存好了，看过再发布').waitFor();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByText('发布了，职工现在看得到').waitFor();
  const desk = new URL(page.url()).pathname;
  await axe(page);
  await shot(page, 'promises-one');
  const shown = async () => Number((await page.locator('.kfig dd a').first().innerText()).replace(/\D/g, ''));
  const before = await shown();
  assert.ok(before > 0, 'the demo counts attendances of meet-ups');

  // A worker reads and rates it.
  const worker = await open({ screen: 'phone' });
  await server.signIn(worker, 'member');
  await worker.goto('/homes/you');
  await worker.getByRole('link', { name: /答应职工的实事/ }).click();
  await axe(worker);
  await shot(worker, 'promises-public');
  await worker.getByRole('link', { name: /请600人次参加单身职工联谊/ }).click();
  await worker.getByText('截至', { exact: false }).first().waitFor();
  await worker.getByText('四星，好').click();
  await worker.getByLabel('想说的话').fill('盼着多办几场');
  await worker.getByRole('button', { name: '提交评价' }).click();
  await worker.getByText('谢谢您的评价').waitFor();
  await worker.getByText('1人评过，满5人才显示平均几星').waitFor();
  await axe(worker);
  await shot(worker, 'promises-public-rated');

  // Work outside the platform: recorded by the county, which cannot confirm itself.
  await page.goto('/console/evidence/new');
  await page.getByLabel('哪一类').selectOption('单身联谊');
  await page.getByLabel('做了什么').fill('秋日单身联谊会');
  await page.getByLabel('在哪里').fill('工人文化宫');
  await page.getByLabel('多少', { exact: true }).fill('1');
  await page.getByLabel('参加的有多少人次').fill('72');
  await axe(page);
  await shot(page, 'evidence-form');
  await page.getByLabel('照片、签到表').setInputFiles(PAPER);
  await page.getByRole('button', { name: '登记，交上级确认' }).click();
  await page.getByText('您自己登记的，要由另一个人确认').waitFor();
  await axe(page);
  await shot(page, 'evidence-own');
  await page.goto(desk);
  assert.equal(await shown(), before, 'what is not confirmed does not count');

  // What a town recorded waits for the county.
  await page.goto('/console/evidence?view=waiting');
  await page.getByRole('link', { name: '到物流园讲货车司机的权益' }).click();
  await page.getByRole('button', { name: '确认属实' }).click();
  await page.getByText('确认了，已经计入数字').waitFor();
  await axe(page);
  await shot(page, 'evidence-confirmed');
  const talks = await page.goto('/console/promises').then(() => page.getByRole('link', { name: '宣讲', exact: true }));
  await talks.click();
  await page.getByRole('heading', { name: '从哪里数' }).waitFor();
  await axe(page);
  await shot(page, 'promises-talks');
  // The figure opens what it counts.
  await page.locator('#sources td a').first().click();
  await page.getByText('到物流园讲货车司机的权益').waitFor();
  await axe(page);

  // A visitor reads it without signing in.
  const visitor = await open({ screen: 'phone' });
  await visitor.goto('/promises');
  await visitor.getByRole('link', { name: /宣讲进车间、进工地50场/ }).click();
  await visitor.getByText('车间里的半小时').waitFor();
  await axe(visitor);
  await shot(visitor, 'promises-story');
});
