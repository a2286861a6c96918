// No mouse: an officer's and a citizen's way with Tab, Shift+Tab, Enter, Space and the arrows. The focus is seen at every stop.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, signedIn } from './lib/browser.mjs';
import { untroubled } from './lib/checks.mjs';
import { APPLICANT, file } from './lib/filing.mjs';
import { focused, seen, tabTo, tour } from './lib/keyboard.mjs';
import { account, site } from './lib/site.mjs';

let portal;
let browser;

before(async () => {
  portal = await site();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

/** Files a request for the officer's unit; returns its number. */
async function filed() {
  const citizen = await person(browser, { baseUrl: portal.baseUrl });
  const { number } = await file(citizen, { ...APPLICANT, unit: account(portal, 'officer').unit });
  await citizen.context().close();
  return number;
}

/** Presses Enter on what has the focus, and waits for the next page. */
async function enter(page) {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

test('the officer signs in, finds a case and takes steps', async () => {
  const number = await filed();
  const { username, password } = account(portal, 'officer');
  const page = await person(browser, { viewport: 'desk', baseUrl: portal.baseUrl });
  await page.goto('/masuk?kembali=/petugas');
  await tabTo(page, { name: 'username' });
  await page.keyboard.type(username);
  await tabTo(page, { name: 'password' });
  await page.keyboard.type(password);
  await enter(page);
  assert.equal(new URL(page.url()).pathname, '/petugas');

  await page.keyboard.press('Tab');
  const skip = await seen(page);
  assert.match(skip.href, /#main$/, 'the first stop is the skip link');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.ok((await seen(page)).isInMain, 'the skip link skips');

  await tabTo(page, { name: 'cari' });
  await page.keyboard.type(number);
  await tabTo(page, { text: 'Cari' });
  await enter(page);
  await tabTo(page, { text: number });
  await enter(page);
  const path = new URL(page.url()).pathname;
  assert.match(path, new RegExp(`${number}$`));

  await tabTo(page, { text: 'Langkah lain dan alasannya' });
  await page.keyboard.press('Space');
  assert.equal(await page.locator('details[open]').count(), 1, 'Space opens the other steps');

  await page.goto(path);
  await tabTo(page, { href: `${path}/lengkap` });
  await enter(page);
  await tabTo(page, { text: 'Nyatakan lengkap', tag: 'BUTTON' });
  await enter(page);
  assert.equal(new URL(page.url()).pathname, path);
  assert.equal(await page.locator('.govuk-notification-banner--success').count(), 1);

  await tabTo(page, { href: `${path}/minta-penjelasan` });
  await enter(page);
  await tabTo(page, { text: 'Kirim pertanyaan' });
  await enter(page);
  assert.match((await focused(page)).classes, /govuk-error-summary/, 'the summary of what is wrong has the focus');
  await tabTo(page, { href: '#question' });
  await page.keyboard.press('Enter');
  assert.equal((await seen(page)).name, 'question', 'the summary leads to the field');
  await page.keyboard.type('Tahun berapa yang dimaksud?');
  await tabTo(page, { text: 'Kirim pertanyaan' });
  await enter(page);
  assert.match(await page.locator('.tb-thread').innerText(), /Tahun berapa/);

  await tabTo(page, { href: `${path}/perpanjang` });
  await enter(page);
  await tabTo(page, { name: 'reason' });
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await seen(page);
  assert.equal(await page.locator('[name=reason]').nth(1).isChecked(), true, 'the arrows choose');
  await tabTo(page, { name: 'note' });
  await tabTo(page, { text: 'Batal' });
  await enter(page);
  assert.equal(new URL(page.url()).pathname, path);
  untroubled(page);
  await page.context().close();
});

test('a citizen fills in the first three pages', async () => {
  const page = await person(browser, { viewport: 'desk', baseUrl: portal.baseUrl });
  await page.goto('/');
  await tabTo(page, { text: 'Ajukan permohonan', classes: /govuk-button/ });
  await enter(page);
  await tabTo(page, { name: 'applicant_kind' });
  await page.keyboard.press('Space');
  await tabTo(page, { name: 'by_proxy' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await seen(page);
  await enter(page);
  assert.match(page.url(), /\/identitas$/);

  await tabTo(page, { text: 'Lanjutkan' });
  await enter(page);
  assert.match((await focused(page)).classes, /govuk-error-summary/);
  await tabTo(page, { href: '#full_name' });
  await page.keyboard.press('Enter');
  await page.keyboard.type(APPLICANT.full_name);
  await tabTo(page, { name: 'nik' });
  await page.keyboard.type(APPLICANT.nik);
  await enter(page);
  assert.match(page.url(), /\/dokumen$/);

  await tabTo(page, { type: 'file' });
  await tabTo(page, { text: 'Lanjutkan' });
  await enter(page);
  assert.match(page.url(), /\/kontak$/);
  await tabTo(page, { name: 'address' });
  untroubled(page);
  await page.context().close();
});

test('Tab passes every stop of a page once, there and back', async () => {
  const visitor = await person(browser, { viewport: 'desk', baseUrl: portal.baseUrl });
  for (const path of ['/', '/permohonan', '/permohonan/baru', '/permohonan/baru/unit', '/lacak', '/masuk']) {
    await visitor.goto(path);
    await tour(visitor);
  }
  await visitor.context().close();

  const page = await signedIn(browser, portal, 'officer');
  await page.goto('/petugas?tab=dikerjakan');
  const path = await page.locator('main tbody th a').first().getAttribute('href');
  for (const one of ['/petugas', '/petugas/permohonan/baru', path, `${path}/jawab`, `${path}/teruskan`]) {
    await page.goto(one);
    await tour(page);
  }
  await page.context().close();
});
