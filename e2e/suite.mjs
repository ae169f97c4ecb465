/**
 * `make test`: every check in its order, each one's output as it comes, and one closing line that sums up the test runners.
 * A check that fails without naming a failed test counts as one failure, so a red run never closes with none.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './rig/postgres.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const started = Date.now();
const sum = { passed: 0, failed: 0, skipped: 0 };
const report = [];
/** A check that takes longer than this hangs. */
const LONGEST = 20 * 60_000;
const notes = [];

/** Runs one check, passing its output on; `read` counts tests from a line of it. Resolves to whether it was green. */
async function check(name, [command, ...args], { read = () => {}, env = {} } = {}) {
  console.log(`\n=== ${name}: ${[command, ...args].join(' ')}`);
  const from = Date.now();
  const before = sum.failed;
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], timeout: LONGEST, env: { ...process.env, ...env } });
  let rest = '';
  child.stdout.on('data', (text) => {
    process.stdout.write(text);
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach((line) => read(line));
  });
  const code = await new Promise((ended) => {
    child.once('close', ended).once('error', () => ended(127));
    // What a killed check leaves behind may hold its output open.
    child.once('exit', (_, signal) => signal && ended(signal));
  });
  if (code !== 0 && sum.failed === before) sum.failed += 1;
  const seconds = ((Date.now() - from) / 1000).toFixed(0);
  report.push(`${code === 0 ? 'ok     ' : 'FAILED '} ${name} (${seconds} s)`);
  return code === 0;
}

/** `test result: ok. 12 passed; 0 failed; 1 ignored; …` and the ignored tests' names with their reasons. */
function readCargo(line) {
  const counted = line.match(/^test result: .*? (\d+) passed; (\d+) failed; (\d+) ignored/);
  if (counted) count(...counted.slice(1));
  const ignored = line.match(/^test (.+) \.\.\. ignored(?:, (.+))?$/);
  if (ignored) notes.push(`not run: ${ignored[1]}: ${ignored[2] ?? 'no reason given'}`);
}

/** `ℹ pass 12` and its sisters, and the skipped tests' names with their reasons. */
function readNode(line) {
  const counted = line.match(/^ℹ (pass|fail|cancelled|skipped|todo) (\d+)$/);
  if (counted) {
    const number = counted[2];
    if (counted[1] === 'pass') count(number, 0, 0);
    else if (counted[1] === 'fail' || counted[1] === 'cancelled') count(0, number, 0);
    else count(0, 0, number);
  }
  const skipped = line.match(/^\s*﹣ (.+?) \([\d.]+ms\)(?: # (.+))?$/);
  if (skipped) notes.push(`not run: ${skipped[1]}: ${skipped[2] ?? 'no reason given'}`);
}

function count(passed, failed, skipped) {
  sum.passed += Number(passed);
  sum.failed += Number(failed);
  sum.skipped += Number(skipped);
}

function leaveOut(names, reason) {
  for (const name of names) report.push(`not run ${name}: ${reason}`);
}

/** The address of a database for the tests: the caller's own, or one of ours, or null with the reason noted. */
async function database() {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop() {} };
  try {
    const from = Date.now();
    const postgres = await startPostgres();
    console.log(`\nPostgreSQL started in ${Date.now() - from} ms`);
    return postgres;
  } catch (error) {
    console.error(error.message);
    if (process.env.CI) sum.failed += 1;
    notes.push('not run on PostgreSQL: no server could be started (see above)');
    return { url: '', stop() {} };
  }
}

const testFiles = (folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.test.mjs') && !file.includes('node_modules'))
    .map((file) => path.join(folder, file))
    .sort();
const nodeTest = (files, ...flags) => [process.execPath, '--test', '--test-reporter=spec', ...flags, ...files];
const program = path.join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug', 'unionhall');

async function rust() {
  await check('Format', ['cargo', 'fmt', '--all', '--check']);
  await check('Lints', ['cargo', 'clippy', '--workspace', '--all-targets', '--locked', '--', '-D', 'warnings']);
  // The program and the tests in one go, so that the dependencies are built once and the browser tests find the program.
  const built = await check('Build', ['cargo', 'build', '--workspace', '--bins', '--tests', '--locked']);
  if (!built) {
    leaveOut(['Rust tests', 'Browser tests'], 'the program did not build');
    return false;
  }
  const { url, stop } = await database();
  await check('Rust tests', ['cargo', 'test', '--workspace', '--locked', '--no-fail-fast'], { read: readCargo, env: url ? { TEST_DATABASE_URL: url } : {} });
  await stop();
  return true;
}

if (await check('Web assets', ['make', '--no-print-directory', 'web'])) {
  const files = testFiles('web');
  if (files.length) await check('Web tests', nodeTest(files), { read: readNode });
  if (await rust()) {
    // Two at a time: each file has its own server and browser, and machines have two cores.
    await check('Browser tests', nodeTest(testFiles('e2e'), '--test-concurrency=2'), { read: readNode, env: { UNIONHALL: program } });
  }
} else {
  leaveOut(['Web tests', 'Rust checks', 'Browser tests'], 'the web assets did not build');
}

console.log(`\n=== Summary after ${((Date.now() - started) / 60_000).toFixed(1)} minutes`);
for (const line of [...report, ...notes]) console.log(`  ${line}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
