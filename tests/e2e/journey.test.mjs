// One request from beginning to end, each person at their own device: a citizen on a phone without JavaScript, the officer of
// the unit, a visitor, an auditor.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
import { axe, untroubled } from './lib/checks.mjs';
import { APPLICANT, file } from './lib/filing.mjs';
import { account, site } from './lib/site.mjs';

let portal;
let browser;
let unit;

before(async () => {
  portal = await site();
  browser = await launch();
  unit = account(portal, 'officer').unit;
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

// A word that no other text of the portal has: letters only, so that a search takes it as one word.
const word = `lontar${String(Date.now()).replaceAll(/\d/g, (digit) => 'bcdfghjklm'[digit])}`;
const WHO = { ...APPLICANT, full_name: 'Mappasessu Rekaan', nik: '7371010101800007', address: 'Jalan Karangan 17', city: 'Gowa',
  phone: '081355577712', email: 'mappasessu@example.org', subject: 'Jadwal pelatihan kerja', purpose: 'Bahan tulisan',
  items: ['Jadwal pelatihan kerja tahun 2025', 'Daftar instruktur pelatihan'] };
const PERSONAL = ['Mappasessu', '7371010101800007', 'Karangan 17', '81355577712', 'mappasessu@example.org'];

function withoutThePerson(text, where) {
  for (const part of PERSONAL) assert.ok(!text.includes(part), `${where} names the applicant: ${part}`);
}

/** The unit's figures of the year as the auditor sees them: the number behind each link that leads to cases. */
async function figures(page) {
  await page.goto('/auditor');
  const links = await page.locator(`main a[href*="angka="][href*="unit=${unit}&"]`).evaluateAll((all) => all.map((one) => [
    new URL(one.href).searchParams.get('angka'), one.innerText.trim(), one.getAttribute('href'),
  ]));
  assert.ok(links.length > 0, `${unit} has no figures`);
  // `measured` is a length of time, not a number of cases.
  const counts = links.filter(([code, text]) => code !== 'measured' && /^[\d.]+$/.test(text));
  return new Map(counts.map(([code, text, href]) => [code, { count: Number(text.replaceAll('.', '')), href }]));
}

/** Sends the form of a page of the officer's, and expects to land on the case. */
async function send(page, path, slug, fill = async () => {}) {
  await page.goto(`${path}/${slug}`);
  await fill();
  await page.locator('main form[method=post] button[type=submit]').click();
  assert.equal(new URL(page.url()).pathname, path, await page.locator('main').innerText());
}

/** Finds the number in the list, going on page by page. */
async function findInList(page, number) {
  for (;;) {
    const found = page.locator('main tbody th a', { hasText: number });
    if (await found.count() > 0) return found.first();
    const older = page.locator('a[rel=next]');
    assert.ok(await older.count() > 0, `${number} is not in the list`);
    await older.click();
  }
}

test('a request goes from the citizen to the officer, to the public and to the auditor', async (t) => {
  const auditor = await signedIn(browser, portal, 'auditor');
  const citizen = await person(browser, { baseUrl: portal.baseUrl, js: false });
  const officer = await signedIn(browser, portal, 'officer');
  const before = await figures(auditor);
  let number;
  let tracking;
  let path;

  await t.test('the citizen files it on a phone without JavaScript and keeps the link', async () => {
    ({ number } = await file(citizen, { ...WHO, unit }));
    assert.match(number, new RegExp(`^${unit.toUpperCase()}-`), 'the unit gives the number');
    tracking = new URL(await citizen.locator('#link').inputValue()).pathname;
    // A fresh phone, with nothing but the link.
    await citizen.context().clearCookies();
    await citizen.goto(tracking);
    assert.equal(await citizen.locator('h1').innerText(), WHO.subject);
    await shot(citizen, 'journey-citizen-filed');
  });

  await t.test('the officer finds it in the queue, declares it complete and asks', async () => {
    await officer.goto('/petugas');
    await officer.locator('#cari').fill(number);
    await officer.locator('main form[role=search] button').click();
    await officer.locator('main tbody th a', { hasText: number }).click();
    path = new URL(officer.url()).pathname;
    const shown = await officer.locator('main').innerText();
    for (const text of [WHO.full_name, ...WHO.items, WHO.purpose]) assert.ok(shown.includes(text), text);
    await send(officer, path, 'lengkap');
    await send(officer, path, 'minta-penjelasan', () => officer.locator('#question').fill('Pelatihan untuk petugas atau warga binaan?'));
  });

  await t.test('the citizen answers', async () => {
    await citizen.goto(tracking);
    assert.match(await citizen.locator('.govuk-notification-banner').innerText(), /petugas atau warga binaan\?/);
    await citizen.locator('.govuk-notification-banner a').click();
    await citizen.locator('#reply').fill('Untuk warga binaan.');
    await citizen.locator('main form[method=post] button[type=submit]').click();
    assert.equal(new URL(citizen.url()).pathname, tracking);
    assert.match(await citizen.locator('.tb-thread').innerText(), /Untuk warga binaan\./);
  });

  await t.test('the officer reads the reply, extends once, and answers each item, with a file', async () => {
    await officer.goto(path);
    assert.match(await officer.locator('.tb-thread').innerText(), /Untuk warga binaan\./);
    await send(officer, path, 'perpanjang', async () => {
      await officer.locator('#reason').check();
      await officer.locator('#note').fill('Jadwal triwulan terakhir belum didokumentasikan.');
    });
    await officer.goto(`${path}/jawab`);
    await officer.locator('#outcome_1').check();
    await officer.locator('#answer_1').fill('Jadwal ada dalam berkas.');
    await officer.locator('[id="files[1]"]').setInputFiles({
      name: 'jadwal.csv', mimeType: 'text/csv', buffer: Buffer.from(`bulan,pelatihan\nJanuari,anyaman ${word}\n`),
    });
    await officer.locator('[name=outcome_2][value=granted_full]').check();
    await officer.locator('#answer_2').fill('Instruktur berasal dari balai latihan kerja.');
    await officer.locator('button[value=periksa]').click();
    const letter = await officer.locator('.tb-sheet').innerText();
    for (const text of [WHO.full_name, 'jadwal.csv', 'balai latihan kerja']) {
      assert.ok(letter.includes(text), `the letter has ${text}: ${letter}`);
    }
    await officer.locator('main form[method=post] button[type=submit]').click();
    assert.equal(new URL(officer.url()).pathname, path, await officer.locator('main').innerText());
  });

  await t.test('the citizen reads the answer and takes the file', async () => {
    await citizen.goto(tracking);
    const shown = await citizen.locator('main').innerText();
    assert.ok(shown.includes('Jadwal ada dalam berkas.') && shown.includes('balai latihan kerja'), shown);
    const href = await citizen.locator('main a', { hasText: 'jadwal.csv' }).getAttribute('href');
    assert.match(await (await citizen.request.get(href)).text(), new RegExp(word));
    await shot(citizen, 'journey-citizen-answered');
  });

  await t.test('the officer delivers, closes on acceptance, and publishes after a look at the preview', async () => {
    const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-');
    await send(officer, path, 'serahkan', async () => {
      for (const [index, id] of ['on_year', 'on_month', 'on'].entries()) await officer.locator(`#${id}`).fill(today[index]);
      await officer.locator('#proof').fill('Dikirim ke surel pemohon.');
    });
    await send(officer, path, 'tutup', async () => {
      await officer.locator('#basis').check();
      await officer.locator('#note').fill('Pemohon menelepon dan menerima jawaban.');
    });
    await officer.goto(`${path}/umumkan`);
    await officer.locator('#files').check();
    await officer.locator('main form[method=post] button[type=submit]').click();
    const preview = await officer.locator('.tb-sheet').innerText();
    assert.ok(preview.includes('jadwal.csv'), preview);
    withoutThePerson(preview, 'the preview');
    const nobody = await person(browser, { baseUrl: portal.baseUrl });
    assert.equal((await nobody.goto(`/permohonan/${number}`)).status(), 404, 'a preview publishes nothing');
    await nobody.context().close();
    await officer.locator('main form[method=post] button[type=submit]').click();
    assert.equal(new URL(officer.url()).pathname, path, await officer.locator('main').innerText());
    untroubled(officer);
  });

  await t.test('a visitor finds it by a word of the attached file and learns nothing of the person', async () => {
    const visitor = await person(browser, { baseUrl: portal.baseUrl });
    await visitor.goto('/');
    await visitor.locator('main [name=kata]').fill(word);
    await visitor.locator('main form[role=search] button').first().click();
    const hits = visitor.locator(`main a[href="/permohonan/${number}"]`);
    assert.equal(await hits.count(), 1, await visitor.locator('main').innerText());
    withoutThePerson(await visitor.content(), 'the search');
    await hits.click();
    assert.equal(await visitor.locator('h1').innerText(), WHO.subject);
    withoutThePerson(await visitor.content(), 'the public page');
    const href = await visitor.locator('main a', { hasText: 'jadwal.csv' }).getAttribute('href');
    assert.match(await (await visitor.request.get(href)).text(), new RegExp(word));
    await axe(visitor);
    await shot(visitor, 'journey-public');
    for (const part of PERSONAL) {
      await visitor.goto(`/permohonan?kata=${encodeURIComponent(part)}`);
      assert.equal(await visitor.locator(`a[href="/permohonan/${number}"]`).count(), 0, `a search for ${part} finds the case`);
    }
    assert.equal((await visitor.goto('/petugas')).url(), `${portal.baseUrl}/masuk?kembali=%2Fpetugas`);
    untroubled(visitor);
    await visitor.context().close();
  });

  await t.test('the auditor sees exactly this case in the figures, reads it without the person, and takes it away', async () => {
    const now = await figures(auditor);
    const changed = [...now].map(([code, { count }]) => [code, count - (before.get(code)?.count ?? 0)]).filter(([, more]) => more !== 0);
    assert.deepEqual(Object.fromEntries(changed), {
      received: 1, due: 1, answered_in_time: 1, extended: 1, extended_valid: 1,
      statute_due: 1, statute_in_time: 1, regulation_due: 1, regulation_in_time: 1, delivery_due: 1, delivered_in_time: 1,
    });

    await auditor.goto(now.get('answered_in_time').href);
    const csv = await auditor.locator('main a[download]').getAttribute('href');
    await (await findInList(auditor, number)).click();
    assert.equal(await auditor.locator('h1').innerText(), WHO.subject);
    withoutThePerson(await auditor.content(), "the auditor's page");

    const check = auditor.locator('section[aria-labelledby=rantai]');
    assert.equal(await check.locator('p .tb-badge--green').count(), 1, `the chain is intact: ${await check.innerText()}`);
    await auditor.locator('section details summary').last().click();
    const links = await auditor.locator('.tb-ledger li').evaluateAll((all) => all.map((one) => {
      const codes = [...one.querySelectorAll('code')];
      return { own: codes.at(-1).innerText, previous: one.querySelector('a[href^="#catatan-"] code')?.innerText ?? null };
    }));
    assert.ok(links.length >= 9, `${links.length} records`);
    links.forEach(({ previous }, index) => assert.equal(previous, index === 0 ? null : links[index - 1].own, `record ${index + 1}`));
    await axe(auditor);
    await shot(auditor, 'journey-auditor');

    const table = await (await auditor.request.get(csv)).text();
    const rows = table.split('\r\n').filter((row) => row.includes(number));
    assert.equal(rows.length, 1, 'the CSV has the case once');
    withoutThePerson(table, 'the CSV');
    untroubled(auditor);
  });

  await t.test('the log of the portal holds nothing of the person', async () => {
    withoutThePerson(await readFile(portal.log, 'utf8'), 'the log');
  });

  for (const page of [citizen, officer, auditor]) await page.context().close();
});
