/** A mediation with agreement: the worker and the firm on their phones, the officer and the mediator at their desks. */
import { sign } from './joining.mjs';
import { axe, shot } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();
const EMPLOYER = '滨河县顺通物流有限公司';
/** Of the demo: a mediator of the county. */
const MEDIATOR = '15400000931';
const WORKER = '15400000941';
const FIRM = '15400000942';

/** An ISO date so many days from today, in China. */
const day = (days) => new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

flow('a mediation comes to an agreement that is in force on paper, and the money comes', { screen: 'phone' }, async ({ page, server, open }) => {
  await server.signIn(page, WORKER);
  await page.goto('/services?q=想请调解员和单位谈');
  await page.getByRole('heading', { name: /请工会调解/ }).waitFor();
  await page.getByRole('link', { name: '开始办' }).click();
  await page.getByLabel('怎么称呼您').fill('段小亮');
  await page.getByRole('combobox', { name: '和哪家单位有争议' }).pressSequentially('顺通物流');
  await page.getByRole('option', { name: EMPLOYER }).first().click();
  await page.getByLabel('经济补偿、赔偿金').check();
  await page.getByLabel('您要多少元').fill('8000');
  await page.getByLabel('哪天知道权利受到侵害').fill(day(-30));
  await page.getByLabel('经过和要求').fill('合同到期没有续，没有给补偿');
  await page.getByLabel('不让我单位的工会知道').check();
  await axe(page);
  await page.getByRole('button', { name: '提交' }).click();
  await page.waitForURL('**/me/cases/*');
  const number = page.url().split('/').pop();

  const officer = await open({ screen: 'desktop' });
  await server.signIn(officer, 'county');
  await officer.goto(`/console/mediations/${number}?act=accept`);
  await officer.getByLabel('调解员').selectOption({ label: '梁秋 滨河县总工会' });
  await officer.getByLabel('单位联系人').fill('钱人事');
  await officer.getByLabel('联系人手机号').fill(FIRM);
  await axe(officer);
  await shot(officer, 'mediation-accept');
  await officer.getByRole('button', { name: '受理，选调解员' }).click();
  await officer.getByText('受理了，已经请双方回答').waitFor();

  const firm = await open({ screen: 'phone' });
  await server.signIn(firm, FIRM);
  await firm.goto(`/me/mediations/${number}`);
  await axe(firm);
  await shot(firm, 'mediation-consent');
  await firm.getByRole('button', { name: '同意调解', exact: true }).click();
  await firm.getByText('您同意调解，记下了').waitFor();

  const mediator = await open({ screen: 'desktop' });
  await server.signIn(mediator, MEDIATOR);
  await mediator.goto('/console/mediations');
  await mediator.locator(`a[href="/console/mediations/${number}"]`).click();
  await mediator.getByRole('link', { name: '约时间' }).click();
  await mediator.getByLabel('哪天').fill(day(1));
  await mediator.getByLabel('几点').fill('9:30');
  await mediator.getByLabel('在哪里').fill('县职工服务中心二楼');
  await axe(mediator);
  await mediator.getByRole('button', { name: '约时间' }).click();
  await mediator.getByText('约好了，双方会收到短信').waitFor();
  await mediator.getByRole('link', { name: '谈成了，写协议' }).click();
  await mediator.getByLabel('协议内容').fill('单位一次付清经济补偿6000元。');
  await mediator.getByLabel('第1项做什么').fill('付经济补偿');
  await mediator.getByLabel('第1项最迟哪天').fill(day(5));
  await mediator.getByLabel('第1项多少元').fill('6000');
  await axe(mediator);
  await shot(mediator, 'mediation-draft');
  await mediator.getByRole('button', { name: '谈成了，写协议' }).click();
  await mediator.getByText('协议写好了，请打印出来签字盖章').waitFor();

  for (const side of [page, firm]) {
    await side.goto(`/me/mediations/${number}`);
    await axe(side);
    await sign(side);
    await shot(side, side === page ? 'mediation-sign' : 'mediation-sign-firm');
    await side.getByRole('button', { name: '签字', exact: true }).click();
    await side.getByText('请再到工会在协议书上签名').waitFor();
  }
  await officer.goto(`/console/mediations/${number}`);
  await officer.getByText('还没有生效').waitFor();
  await axe(officer);
  await shot(officer, 'mediation-signed-on-screen');
  const record = async (desk, name) => {
    await desk.goto(`/console/mediations/${number}?act=paper`);
    await desk.getByLabel(name).check();
    await desk.getByRole('button', { name: '登记签字盖章' }).click();
    await desk.getByText('登记好了').waitFor();
  };
  for (const name of ['职工签名', '单位签名或盖章', '调解组织盖章']) await record(officer, name);
  await record(mediator, '调解员签名');
  await officer.reload();
  await officer.getByText(/日生效/).waitFor();
  await shot(officer, 'mediation-in-force');

  await page.goto(`/me/mediations/${number}`);
  await page.getByText('双方一起申请司法确认').waitFor();
  await axe(page);
  await shot(page, 'mediation-performing');
  await page.getByRole('button', { name: /^收到了/ }).click();
  await page.getByText('记下了，谢谢您告诉工会').waitFor();
  await page.goto(`/me/cases/${number}`);
  await page.getByLabel('五星，很满意').check();
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('谢谢您的评价').waitFor();
});
