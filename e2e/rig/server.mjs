/**
 * The program under test on a free port, with a demo county of its own: loaded once for a build of the program, then copied.
 * UNIONHALL names the binary; without it the debug build is taken.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { out } from './browser.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = process.env.UNIONHALL ?? path.join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'unionhall');
const POLL = 50;

/** Starts the program: a `Server` with `url`, `data` (its folder) and the ways below; `args` are added to the command line. */
export async function startServer({ args = [], env = {} } = {}) {
  const county = await preparedCounty();
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'unionhall-e2e-'));
  fs.cpSync(county, data, { recursive: true });
  return launch(data, args, env);
}

class Server {
  constructor(url, data, child, log) {
    Object.assign(this, { url, data, child, log, sessions: new Map() });
  }

  /** The messages that would have been sent to this phone: `[{ to, body, at }]`, the oldest first (the product answers with the 50 newest). */
  async outbox(phone) {
    const response = await fetch(`${this.url}/dev/outbox.json?phone=${encodeURIComponent(phone)}`);
    assert.equal(response.status, 200, `the development outbox answered ${response.status}`);
    return (await response.json()).reverse();
  }

  /** The number in the newest message to this phone; waits for one that came after `known` (an earlier `outbox`). */
  async code(phone, known = []) {
    const since = known.at(-1)?.at ?? 0;
    const message = await within(5_000, `a code for ${phone}`, async () => {
      const newest = (await this.outbox(phone)).at(-1);
      return newest?.at > since && newest;
    });
    const [number] = message.body.match(/(?<!\d)\d{4,8}(?!\d)/) ?? [];
    assert.ok(number, `no code in: ${message.body}`);
    return number;
  }

  /** The demo's people by role: `[{ role, name, phone }]`. */
  async demoPeople() {
    this.people ??= await (await fetch(`${this.url}/dev/sign-ins.json`)).json();
    return this.people;
  }

  /**
   * Signs the page in: `who` is a demo role or a phone number. The first time goes through the pages, with phone and code;
   * later pages of the same person get that session, unless `again` asks for one of their own: by password, as a phone gets
   * one code in a minute. Returns the phone.
   */
  async signIn(page, who, { again = false } = {}) {
    const phone = /^\d{11}$/.test(who) ? who : (await this.demoPeople()).find(({ role }) => role === who)?.phone;
    assert.ok(phone, `the demo has nobody for the role ${who}`);
    if (again) await this.signInByPassword(page, phone);
    else if (!this.sessions.has(phone)) this.sessions.set(phone, await this.#signInByCode(page, phone));
    else await page.context().addCookies(this.sessions.get(phone));
    return phone;
  }

  /** With the password of the demo's people; from the page that asks for it, or from the beginning. */
  async signInByPassword(page, phone, password = 'binhe-2026') {
    if (!new URL(page.url(), this.url).pathname.startsWith('/sign-in')) await page.goto(`${this.url}/sign-in`);
    if (!(await page.locator('input[name=password]').count())) await page.getByRole('link', { name: '用密码登录' }).click();
    await page.locator('input[name=phone]').fill(phone);
    await page.locator('input[name=password]').fill(password);
    await submit(page, 'input[name=password]');
  }

  async #signInByCode(page, phone) {
    const known = await this.outbox(phone);
    await page.goto(`${this.url}/sign-in`);
    await page.locator('input[name=phone]').fill(phone);
    await submit(page, 'input[name=phone]');
    await page.locator('input[name=code]').fill(await this.code(phone, known));
    await submit(page, 'input[name=code]');
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
    return page.context().cookies();
  }

  /** Ends the program as an operator would and removes its data; what it printed stays in `log`. */
  async stop() {
    await end(this.child);
    fs.rmSync(this.data, { recursive: true, force: true });
  }
}

/** Presses the main button of the form that holds `field`. */
async function submit(page, field) {
  await page.locator(`form:has(${field}) button[type=submit], form:has(${field}) button:not([type])`).last().click();
}

/** The folder of a loaded county for this very build; made by the first who needs it, complete or not there. */
async function preparedCounty() {
  assert.ok(fs.existsSync(program), `${program} is not built: cargo build -p unionhall`);
  const { mtimeMs, size } = fs.statSync(program);
  const county = path.join(out, 'counties', `${Math.round(mtimeMs)}-${size}`);
  if (fs.existsSync(county)) return county;
  fs.mkdirSync(path.dirname(county), { recursive: true });
  const draft = fs.mkdtempSync(path.join(path.dirname(county), 'loading-'));
  try {
    await end((await launch(draft, [], {})).child);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  try {
    fs.renameSync(draft, county);
  } catch (error) {
    if (!fs.existsSync(county)) throw error;
    fs.rmSync(draft, { recursive: true, force: true });
  }
  for (const old of fs.readdirSync(path.dirname(county))) {
    if (!old.startsWith('loading-') && old !== path.basename(county)) fs.rmSync(path.join(path.dirname(county), old), { recursive: true, force: true });
  }
  return county;
}

async function launch(data, args, env) {
  const listen = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, ['serve', '--demo', '--data', data, '--listen', listen, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A test's own surroundings must not lead the program to another database or key.
    env: { ...process.env, DATABASE_URL: undefined, UNIONHALL_KEY: undefined, UNIONHALL_KEY_FILE: undefined, ...env },
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => process.removeListener('exit', killed));
  const log = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => log.push(text));
  const secure = args.includes('--tls') ? 's' : '';
  const server = new Server(`http${secure}://${listen}`, data, child, log);
  try {
    await within(120_000, 'the program to answer /healthz', async () => {
      assert.equal(child.exitCode, null, `the program ended with ${child.exitCode}`);
      return fetch(`${server.url}/healthz`).then((response) => response.ok, () => false);
    });
    return server;
  } catch (error) {
    await end(child);
    error.message += `\n${log.join('')}`;
    throw error;
  }
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

/** Asks until the answer is truthy, and fails in words when the time is over. */
export async function within(milliseconds, what, ask) {
  const until = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > until) throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
    await new Promise((again) => setTimeout(again, POLL));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
