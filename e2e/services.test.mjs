/** A service made in the console and used at once: written, found faulty, set right, published, asked for, answered. */
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const WORKER = '15400000951';

flow('a service that is made in the console is used at once', { screen: 'desktop' }, async ({ page, server, open }) => {
  await server.signIn(page, 'county');
  await page.goto('/console/services');
  await axe(page);
  await page.getByRole('button', { name: '新的服务' }).click();
  await page.getByText('没有问题，可以发布').waitFor();
  const text = page.getByLabel('定义');
  const whole = (await text.inputValue()).replace('"new"', '"shoes"').replace('有件事，想请工会办', '劳保鞋坏了，请工会催一催').replace('words = ["新服务"]', 'words = ["劳保鞋", "鞋坏了"]');
  await text.fill(whole.replace('to = "answered"', 'to = "nowhere"'));
  await page.getByRole('button', { name: '保存并检查' }).click();
  await page.getByText('没有这一步').waitFor();
  await axe(page);
  await shot(page, 'services-draft');
  await text.fill(whole);
  await page.getByRole('button', { name: '保存并检查' }).click();
  await page.getByRole('button', { name: '发布新版' }).click();
  await page.getByText('职工现在就能用').waitFor();

  const worker = await open({ screen: 'phone' });
  await server.signIn(worker, WORKER);
  await worker.goto('/services?q=鞋坏了');
  await worker.getByRole('heading', { name: /劳保鞋坏了/ }).waitFor();
  await worker.getByRole('link', { name: '开始办' }).click();
  await worker.getByLabel('怎么称呼您').fill('方小元');
  await worker.getByLabel('什么事').fill('底掉了');
  await axe(worker);
  await worker.getByRole('button', { name: '提交' }).click();
  await worker.waitForURL('**/me/cases/*');
  const number = worker.url().split('/').pop();

  await page.goto(`/console/cases/${number}?act=answer`);
  await page.getByLabel('写清楚').fill('明天换一双');
  await page.getByRole('button', { name: '答复', exact: true }).click();
  await page.getByText('办好了，本人会收到消息').waitFor();
  await worker.goto(`/me/cases/${number}`);
  await worker.getByText('明天换一双').first().waitFor();
  await axe(worker);
});
