// Runs every *.test.mjs against one `terbuka demo`, one file after the other, and stops it. Called by tests/run.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { share, startSite } from './lib/site.mjs';

const here = new URL('.', import.meta.url).pathname;
const asked = process.argv.slice(2);
const specs = readdirSync(here).filter((name) => name.endsWith('.test.mjs')).sort();
const chosen = asked.length ? specs.filter((name) => asked.includes(name.replace('.test.mjs', ''))) : specs;
if (asked.length && chosen.length !== asked.length) {
  console.error(`no such spec among: ${specs.map((name) => name.replace('.test.mjs', '')).join(' ')}`);
  process.exit(2);
}

function runNode(files, env) {
  // One file at a time: two browsers on two cores only measure each other.
  const args = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files];
  return new Promise((done) => {
    spawn(process.execPath, args, { cwd: here, stdio: 'inherit', env: { ...process.env, ...env } })
      .once('exit', (code) => done(code ?? 1));
  });
}

const journeys = chosen.filter((name) => name !== 'harness.test.mjs');
let code = chosen.includes('harness.test.mjs') ? await runNode(['harness.test.mjs']) : 0;

if (code === 0 && journeys.length) {
  const running = await startSite();
  const shared = await share(running);
  try {
    code = await runNode(journeys, { TERBUKA_E2E_SITE: shared.path });
  } finally {
    await running.stop();
    await shared.forget();
  }
}
process.exit(code);
