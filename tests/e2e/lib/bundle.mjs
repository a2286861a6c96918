// The evidence for the Information Commission, as who takes it along has it: a ZIP, unpacked into a folder and read there without the portal.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { person, shot } from './browser.mjs';
import { axe, fitsNarrow } from './checks.mjs';
import { unzip } from './zip.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Downloads the bundle by its link on the page and unpacks it into `folder`; each digest holds. Returns its files. */
export async function takeBundle(page, folder) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('main a[href$="/sengketa/bukti.zip"]').first().click(),
  ]);
  assert.match(download.suggestedFilename(), /^bukti-KB-[A-Z0-9-]+-\d{4}-\d\d-\d\d\.zip$/);
  const archive = join(folder, 'bukti.zip');
  await download.saveAs(archive);
  const files = unzip(await readFile(archive));
  for (const [name, bytes] of files) {
    assert.match(name, /^[a-zA-Z0-9-]+(\/[a-zA-Z0-9-]+)*(\.[a-z0-9]+)?$/);
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const sums = files.get('SHA256SUMS').toString().trim().split('\n').map((line) => line.split('  '));
  assert.equal(sums.length, files.size - 1);
  for (const [sum, name] of sums) assert.equal(sha256(files.get(name)), sum, name);
  return files;
}

/**
 * Opens the bundle from its folder: the index names each file with its digest. Returns the page, which stands at the index, and
 * `open(name)`.
 */
export async function openBundle(browser, folder, files, name, lang = 'id') {
  const reader = Object.assign(await person(browser), { lang });
  const place = (file) => pathToFileURL(join(folder, file)).href;
  await reader.goto(place('index.html'));
  assert.equal(await reader.locator('html').getAttribute('lang'), lang);
  await axe(reader, 'the index of the bundle');
  await fitsNarrow(reader);
  await shot(reader, `${name}-index`);
  const rows = await reader.locator('main table tr', { has: reader.locator('a') }).evaluateAll((all) => all.map((row) => {
    const link = row.querySelector('a');
    return { name: link.getAttribute('href'), digest: row.querySelector('code').textContent };
  }));
  const named = rows.map((row) => row.name);
  assert.deepEqual(named.toSorted(), [...files.keys()].filter((file) => !['index.html', 'SHA256SUMS'].includes(file)).toSorted());
  for (const row of rows) assert.equal(row.digest, sha256(files.get(row.name)), row.name);
  return { reader, open: (file) => reader.goto(place(file)) };
}
