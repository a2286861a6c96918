// The portal under test: a `terbuka demo` with its own data folder on a free port.
//
// run.mjs starts one and hands it to all spec files through TERBUKA_E2E_SITE (a JSON file); a spec file run alone
// (`node --test citizen.test.mjs`) starts its own. Nothing is built here: TERBUKA_BIN names the program.

import { spawn } from 'node:child_process';
import { openSync, readFileSync, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HERE = new URL('..', import.meta.url).pathname;
// A debug build that lays a new demo database: slow machines get time, a hanging start still ends.
const START_SECONDS = 240;

export function binary() {
  const path = process.env.TERBUKA_BIN ?? resolve(HERE, '../../target/debug/terbuka');
  if (!existsSync(path)) throw new Error(`no program at ${path}: run \`cargo build\`, or set TERBUKA_BIN`);
  return path;
}

export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** The environment without ours: the portal reads every TERBUKA_… as a setting and stops at one it does not know. */
function plainEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TERBUKA_')));
}

/** Starts `terbuka demo` and waits until it serves. Returns { baseUrl, users, log, stop }. */
export async function startSite() {
  const dir = await mkdtemp(join(tmpdir(), 'terbuka-e2e-'));
  const credentials = join(dir, 'credentials.json');
  const log = join(dir, 'log.txt');
  const origin = `http://127.0.0.1:${await freePort()}`;
  const output = openSync(log, 'a');
  const child = spawn(
    binary(),
    ['demo', '--data', join(dir, 'data'), '--listen', new URL(origin).host, '--credentials', credentials],
    { stdio: ['ignore', output, output], cwd: dir, env: plainEnvironment() },
  );
  let ended = null;
  child.once('exit', (code, signal) => { ended = { code, signal }; });
  child.once('error', (error) => { ended = { error }; });

  const stop = async () => {
    if (!ended) {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await new Promise((done) => { if (ended) done(); else child.once('exit', done); });
      clearTimeout(killer);
    }
    // What was logged is read afterwards for personal data, when tests/run wants it; what a demo prints for its operator is no log.
    const kept = process.env.TERBUKA_TEST_LOG;
    if (kept && existsSync(log)) {
      const logged = readFileSync(log, 'utf8').split('\n').filter((line) => /^\d{4}-\d\d-\d\dT/.test(line));
      await writeFile(join(kept, `site-${process.pid}-${Date.now()}.log`), logged.join('\n'));
    }
    await rm(dir, { recursive: true, force: true });
  };

  try {
    await healthy(`${origin}/healthz`, () => ended);
    const { base_url: baseUrl, users } = JSON.parse(await readFile(credentials, 'utf8'));
    return { baseUrl: baseUrl.replace(/\/$/, ''), users, log, stop };
  } catch (error) {
    const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-4000) : '';
    await stop();
    throw new Error(`${error.message}\n--- last words of terbuka demo ---\n${said}`);
  }
}

async function healthy(url, ended) {
  const until = Date.now() + START_SECONDS * 1000;
  while (Date.now() < until) {
    if (ended()) throw new Error(`terbuka demo ended before it served: ${JSON.stringify(ended())}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`terbuka demo did not answer ${url} within ${START_SECONDS} s`);
}

/** The shared site of this run, or one of our own. Call `stop()` when done; it leaves a shared site alone. */
export async function site() {
  const shared = process.env.TERBUKA_E2E_SITE;
  if (!shared) return startSite();
  return { ...JSON.parse(await readFile(shared, 'utf8')), stop: async () => {} };
}

export async function share(running) {
  const dir = await mkdtemp(join(tmpdir(), 'terbuka-e2e-site-'));
  const path = join(dir, 'site.json');
  await writeFile(path, JSON.stringify({ baseUrl: running.baseUrl, users: running.users, log: running.log }), { mode: 0o600 });
  return { path, forget: () => rm(dir, { recursive: true, force: true }) };
}

/** The first account of a role, or the one of a name, as the credentials file gives it. */
export function account({ users }, role) {
  const user = users.find((one) => one.role === role || one.username === role);
  if (!user) throw new Error(`the credentials file has no ${role}: ${users.map((one) => one.role).join(', ')}`);
  return user;
}
