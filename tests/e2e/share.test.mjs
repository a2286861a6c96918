// One request, several units: a citizen asks for two things, the office that answers shares one of them, the other unit hands in its material
// on a phone without JavaScript, and the file goes out with the answer. The applicant sees who has what.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
import { APPLICANT, file } from './lib/filing.mjs';
import { site } from './lib/site.mjs';

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

async function look(page, name, js) {
  await fitsNarrow(page);
  if (js) await axe(page);
  await shot(page, `share-${name}`);
}

async function sent(page, form) {
  await page.locator(`${form} .govuk-button`).first().click();
  await page.waitForLoadState();
  const faults = page.locator('.govuk-error-summary');
  assert.equal(await faults.count(), 0, `${page.url()}: ${await faults.allInnerTexts()}`);
}

test('a request is shared, prepared by another unit and answered by one', async () => {
  const citizen = await person(browser, { baseUrl: portal.baseUrl });
  const asked = { ...APPLICANT, unit: 'lapas-makassar', items: ['Jumlah penghuni tahun 2025', 'Jumlah tahanan titipan tahun 2025'] };
  const { number } = await file(citizen, asked);
  const link = await citizen.locator('main a[href*="/lacak/"]').first().getAttribute('href');
  const [own] = /\/lacak\/[^/]+/.exec(link);

  const officer = await signedIn(browser, portal, 'petugas.lapas');
  const path = `/petugas/permohonan/${number}`;
  await officer.goto(`${path}/lengkap`);
  for (const box of await officer.locator('input[name=despite]').all()) await box.check();
  await sent(officer, 'main form[method=post]');
  await officer.goto(`${path}/bagikan`);
  await look(officer, 'ask-desk', true);
  await officer.locator('input[name=share_items]').nth(1).check();
  await officer.locator('#to').selectOption('rutan-makassar');
  const today = await officer.evaluate(() => new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }));
  const [year, month, day] = today.split('-').map((part) => String(Number(part)));
  for (const [part, text] of Object.entries({ day, month, year })) await officer.locator(`[name=wanted_on_${part}]`).fill(text);
  await officer.locator('#note').fill('Mohon jumlah menurut bulan.');
  await sent(officer, 'main form[method=post]');
  await look(officer, 'case-desk', true);

  const other = await signedIn(browser, portal, 'petugas.upt', { js: false, viewport: 'phone' });
  await other.goto('/petugas/bagian');
  await look(other, 'list-phone', false);
  await other.locator('tbody a', { hasText: number }).click();
  assert.doesNotMatch(await other.locator('main').innerText(), /Siti Rahma|Jumlah penghuni tahun/);
  await look(other, 'page-phone', false);
  await other.locator('form[action$="/serahkan"] .govuk-button').click();
  assert.equal(await other.locator('.govuk-error-summary__list a').getAttribute('href'), '#text');
  await other.locator('#text').fill('Jumlah tahanan titipan terlampir menurut bulan.');
  await other.locator('#files').setInputFiles({ name: 'titipan.csv', mimeType: 'text/csv', buffer: Buffer.from('bulan,jumlah\n1,43\n') });
  await sent(other, 'form[action$="/serahkan"]');
  await look(other, 'handed-in-phone', false);

  await citizen.goto(own);
  assert.match(await citizen.locator('main').innerText(), /Siapa yang menyiapkan jawaban[^]*Bahan diserahkan/);
  assert.doesNotMatch(await citizen.locator('main').innerText(), /titipan\.csv|Mohon jumlah/);
  await look(citizen, 'citizen-phone', true);

  await officer.goto(`${path}/jawab`);
  for (const item of [1, 2]) {
    await officer.locator(`#outcome_${item}`).check();
    await officer.locator(`#answer_${item}`).fill('Terlampir.');
  }
  await officer.locator('details summary').first().click();
  await officer.locator('input[name="material[2]"]').check();
  await look(officer, 'answer-desk', true);
  await officer.locator('button[value=periksa]').click();
  await officer.waitForLoadState();
  assert.match(await officer.locator('.tb-sheet').innerText(), /titipan\.csv/);
  await sent(officer, 'main form[method=post]');
  await citizen.goto(own);
  assert.match(await citizen.locator('main').innerText(), /titipan\.csv/);
  for (const page of [citizen, officer, other]) untroubled(page);
});
