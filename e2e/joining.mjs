/** What a person types and taps to join: the steps of the form, for the flows and the pictures. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An identity number that belongs to nobody: of a district that was abolished long before, with the right last sign. */
export function identityNumber({ birth = '19720229', serial = 17, region = '320902' } = {}) {
  const first = `${region}${birth}${String(serial).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(first[at]), 0);
  return first + '10X98765432'[sum % 11];
}

/** Phone and code, from the page that a poster's code or the home page leads to. */
export async function fillPhone(page, server, phone) {
  const known = await server.outbox(phone);
  await page.getByLabel('手机号').pressSequentially(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await page.getByLabel('验证码').pressSequentially(await server.code(phone, known));
  await next(page);
}

/** Name and number, and on. */
export async function fillWho(page, { name, number = identityNumber({ serial: 901 }) }) {
  await page.getByLabel('姓名').fill('');
  await page.getByLabel('姓名').pressSequentially(name);
  await page.getByLabel('身份证号').fill('');
  await page.getByLabel('身份证号').pressSequentially(number);
  await next(page);
}

/** The workplace by a part of its name, or the kind of work; and the consent. */
export async function fillWork(page, { employer, group }) {
  if (employer) {
    await page.locator('input[name=work][value=employer]').check();
    await page.getByRole('combobox', { name: '单位名称' }).pressSequentially(employer);
    await page.getByRole('option', { name: employer }).first().click();
  } else {
    await page.locator('input[name=work][value=kind]').check();
    await page.getByLabel('您做的是').selectOption(group);
  }
  await page.locator('input[name=membership]').check();
  await next(page);
}

/** Draws something like a name with the mouse or the finger. */
export async function sign(page) {
  const pad = page.locator('[data-signature] canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  for (const stroke of [[[0.2, 0.2], [0.25, 0.8]], [[0.15, 0.4], [0.45, 0.35], [0.4, 0.75]], [[0.55, 0.2], [0.75, 0.5], [0.6, 0.85]]]) {
    await page.mouse.move(...at(...stroke[0]));
    await page.mouse.down();
    for (const point of stroke.slice(1)) await page.mouse.move(...at(...point), { steps: 4 });
    await page.mouse.up();
  }
}

async function next(page) {
  const from = page.url();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.waitForURL((address) => address.href !== from);
}

/** The whole way of a newcomer, from `path` to the page that says what happens next. */
export async function join(page, server, { path = '/join', phone, name, number, work }) {
  await page.goto(path);
  await fillPhone(page, server, phone);
  await fillWho(page, { name, number });
  await fillWork(page, work);
  await sign(page);
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.waitForURL('**/join/done');
}
