// The evidence for the Information Commission: an objection that came by letter was left without an answer. The applicant downloads the
// bundle, opens it where the portal is not, and finds everything it names. All without JavaScript.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
import { openBundle, takeBundle } from './lib/bundle.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
import { site } from './lib/site.mjs';

let portal;
let browser;
let folder;

before(async () => {
  portal = await site();
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'terbuka-bundle-'));
});

after(async () => {
  await browser?.close();
  await portal?.stop();
  await rm(folder, { recursive: true, force: true });
});

const EMAIL = 'besse@example.org';
// The request came so long ago that nobody can call it answered in time, the objection so that its thirty working days are over and the
// fourteen to the Commission are not.
const REQUEST_DAYS_AGO = 110;
const OBJECTION_DAYS_AGO = 56;

function civil(daysAgo) {
  const then = new Date(Date.now() - daysAgo * 86_400_000);
  return then.toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-').map(Number);
}

async function day(page, name, daysAgo) {
  const [year, month, date] = civil(daysAgo);
  for (const [part, value] of Object.entries({ day: date, month, year })) await page.locator(`[name="${name}_${part}"]`).fill(String(value));
}

async function sent(page) {
  await page.locator('main form[method=post] .govuk-button:not(.govuk-button--secondary)').first().click();
  await page.waitForLoadState();
  const faults = page.locator('.govuk-error-summary');
  assert.equal(await faults.count(), 0, `${page.url()}: ${await faults.allInnerTexts()}`);
}

test('who was not answered takes the evidence along, and opens it without the portal', async (t) => {
  const officer = await signedIn(browser, portal, 'officer', { js: false });
  const citizen = await person(browser, { baseUrl: portal.baseUrl, js: false });
  let number;
  let objection;
  let files;

  await t.test('the officer registers the request and, later, the objection, as they came by letter', async () => {
    await officer.goto('/petugas/permohonan/baru');
    await officer.locator('[name=channel][value=letter]').check();
    await day(officer, 'received', REQUEST_DAYS_AGO);
    const typed = { received_time: '9.15', full_name: 'Besse Rekaan', nik: '7371014506900003', address: 'Jalan Karangan 4', email: EMAIL,
      subject: 'Anggaran <i>perawatan</i>', items: 'Anggaran perawatan tahun 2025', purpose: 'Penelitian' };
    for (const [field, value] of Object.entries(typed)) await officer.locator(`[name=${field}]`).fill(value);
    await officer.locator('[name=access_mode][value=copy_digital]').check();
    await officer.locator('[name=delivery_mode][value=email]').check();
    await sent(officer);
    number = /\b[A-Z][A-Z0-9-]*-20\d\d-\d{4}\b/.exec(await officer.locator('main').innerText())[0];

    await officer.goto(`/petugas/keberatan/baru?nomor=${number}`);
    await officer.locator('[name=channel][value=letter]').check();
    await day(officer, 'received', OBJECTION_DAYS_AGO);
    await officer.locator('[name=received_time]').fill('10.00');
    await officer.locator('[name=registration_no]').fill(number);
    await officer.locator('[name=grounds][value=not_responded]').check();
    await officer.locator('[name=reason]').fill('Tidak ada jawaban.');
    await sent(officer);
    objection = /KB-[A-Z0-9-]+-20\d\d-\d{4}/.exec(await officer.locator('main').innerText())[0];
  });

  await t.test('the page of the objection leads to the Commission', async () => {
    await citizen.goto('/lacak');
    await citizen.locator('#registration_no').fill(number);
    await citizen.locator('#contact').fill(EMAIL);
    await sent(citizen);
    await citizen.locator('main a[href*="/keberatan/"]', { hasText: objection }).first().click();
    const told = await citizen.locator('main').innerText();
    assert.match(told, /Ke Komisi Informasi/);
    assert.match(told, /Ajukan paling lambat/);
    assert.match(told, /Komisi Informasi Provinsi/);
    await fitsNarrow(citizen);
    await shot(citizen, 'bundle-road');
  });

  await t.test('the bundle is downloaded, and each digest holds', async () => {
    files = await takeBundle(citizen, folder);
    for (const name of ['permohonan.html', 'keberatan.html', 'pemohon.html', 'tidak-ada-tanggapan.html', 'tidak-ada-jawaban.html',
      'riwayat/permohonan.html', 'riwayat/keberatan.json', 'tanggal/keberatan-D12.html', 'tanggal/keberatan-D15.json', 'kalender/01.html']) {
      assert.ok(files.has(name), `${name} is missing from: ${[...files.keys()].join(' ')}`);
    }
  });

  await t.test('it is read from its folder: the index names each file with its digest, and each page can be reached', async () => {
    const { reader, open } = await openBundle(browser, folder, files, 'bundle');
    assert.match(await reader.locator('main').innerText(), new RegExp(objection));
    assert.match(await reader.locator('main').innerText(), /Anggaran <i>perawatan<\/i>/);
    const index = reader.url();
    for (const name of [...files.keys()].filter((one) => one.endsWith('.html') && one !== 'index.html')) {
      await open(name);
      assert.ok((await reader.locator('h1').innerText()).length > 0, name);
      await reader.locator('.up a').click();
      assert.equal(reader.url(), index, `${name} leads back`);
    }
    await open('tidak-ada-tanggapan.html');
    assert.match(await reader.locator('main').innerText(), /tidak ada tanggapan tertulis/);
    await axe(reader, 'the proof of silence');
    await fitsNarrow(reader);
    await shot(reader, 'bundle-silence');
    untroubled(reader);
    await reader.context().close();
  });

  await t.test('having been there, the applicant says so, and the office writes down what it was told', async () => {
    await citizen.locator('main a[href$="/sengketa"]').click();
    await day(citizen, 'on', 0);
    await citizen.locator('[name=number]').fill('7/KI');
    await fitsNarrow(citizen);
    await sent(citizen);
    assert.match(await citizen.locator('main').innerText(), /7\/KI/);
    await officer.goto(`/petugas/keberatan/${objection}/sengketa/registrasi`);
    await officer.locator('[name=number]').fill('021/REG-PSI');
    await officer.locator('[name=source]').fill('Surat Komisi Informasi.');
    await sent(officer);
    assert.match(await officer.locator('main').innerText(), /021\/REG-PSI/);
    await citizen.reload();
    const told = await citizen.locator('main').innerText();
    assert.match(told, /021\/REG-PSI/);
    assert.doesNotMatch(told, /Surat Komisi Informasi\./);
    await shot(citizen, 'bundle-dispute');
  });

  for (const page of [officer, citizen]) {
    untroubled(page);
    await page.context().close();
  }
});
