// What a decree makes of units, and what follows for people: an administrator looks and records, an office names who holds the information,
// and a citizen without JavaScript asks there.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VIEWPORTS, launch, person, shot, signedIn } from './lib/browser.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
import { APPLICANT, file } from './lib/filing.mjs';
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

const ENDS = 'rutan-makassar';
const LEAVES = 'bhp-makassar';
const BODY = 'Kementerian Hukum';

async function look(page, name) {
  if (page.js) await axe(page, name);
  await fitsNarrow(page);
  for (const [where, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    await shot(page, `${name}-${where}`);
  }
}

/** Fills in the decree, looks at what it does, and returns what is shown. */
async function preview(page, unit, kind, basis) {
  await page.goto(`/admin/satker/${unit}`);
  const [year, month, day] = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-');
  await page.locator(`[name=kind][value=${kind}]`).check();
  for (const [part, value] of Object.entries({ year, month, day })) await page.locator(`[name=effective_on_${part}]`).fill(String(Number(value)));
  await page.locator('[name=legal_basis]').fill(basis);
}

test('decrees about units, and a request that belongs elsewhere', async (t) => {
  const [admin, ppid] = [await signedIn(browser, portal, 'admin'), await signedIn(browser, portal, 'ppid')];
  const unit = account(portal, 'ppid').unit;
  const citizen = await person(browser, { baseUrl: portal.baseUrl, js: false });
  let holder;
  let tracking;

  await t.test('a merger is looked at, recorded, and shown to everybody', async () => {
    await preview(admin, ENDS, 'merge', 'Keputusan Menteri M.IP-5 Tahun 2026');
    await admin.locator('select[name=to]').selectOption(unit);
    await admin.locator('button[value=preview]').click();
    assert.match(await admin.locator('main form').innerText(), /Permohonan terbuka yang beralih/);
    await look(admin, 'units-preview');
    await admin.locator('button[value=apply]').click();
    assert.match(await admin.locator('main').innerText(), /dicatat dan dilaksanakan/);
    await admin.goto('/admin/satker');
    await look(admin, 'units-list');
    await citizen.goto(`/unit/${ENDS}`);
    assert.equal(await citizen.locator(`main a[href="/unit/${unit}"]`).count(), 1);
    await look(citizen, 'units-ended');
  });

  await t.test('a unit moves to another public body', async () => {
    holder = (await (await admin.goto(`/admin/satker/${LEAVES}`), admin.locator('h1').innerText())).trim();
    await preview(admin, LEAVES, 'move', 'Perpres 155 Tahun 2024');
    await admin.locator('[name=body]').fill(BODY);
    // Nobody of the old body stands above it any more.
    await admin.locator('[name=parent]').selectOption('');
    await admin.locator('button[value=preview]').click();
    await admin.locator('button[value=apply]').click();
    assert.match(await admin.locator('main').innerText(), new RegExp(BODY));
    await look(admin, 'units-moved');
  });

  await t.test('the office names who holds the information', async () => {
    const { number } = await file(citizen, { ...APPLICANT, full_name: 'Daeng Rekaan', email: 'daeng@example.org', unit,
      subject: 'Daftar harta peninggalan', items: 'Daftar harta peninggalan tahun 2025' });
    tracking = new URL(await citizen.locator('#link').inputValue()).pathname;
    await ppid.goto(`/petugas/permohonan/${number}/lengkap`);
    await ppid.locator('main form[method=post] button[type=submit]').click();
    await ppid.goto(`/petugas/permohonan/${number}/jawab`);
    await ppid.locator('[name=outcome_1][value=forwarded]').check();
    assert.equal(await ppid.locator(`datalist option[value="${holder}"]`).count(), 1);
    await ppid.locator('[name=holder_1]').fill(holder);
    await ppid.locator('#answer_1').fill('Informasi ini dikuasai badan publik lain.');
    await ppid.locator('button[value=periksa]').click();
    await ppid.locator('main form[method=post] button[type=submit]').last().click();
    untroubled(ppid);
  });

  await t.test('the citizen asks there, with what was written already', async () => {
    await citizen.goto(tracking);
    await look(citizen, 'elsewhere-case');
    await citizen.locator('main a[href$="/ajukan/' + LEAVES + '"]').click();
    await look(citizen, 'elsewhere-consent');
    await citizen.locator('[name=agree]').check();
    await citizen.locator('main form[method=post] button[type=submit]').click();
    assert.equal(await citizen.locator('[name=full_name]').inputValue(), 'Daeng Rekaan');
    assert.equal(await citizen.locator('[name=nik]').inputValue(), '', 'the link does not show it');
    await citizen.locator('[name=nik]').fill(APPLICANT.nik);
    await citizen.locator('main form[method=post] button[type=submit]').click();
    await look(citizen, 'elsewhere-check');
    await citizen.locator('main form[method=post] button[type=submit]').last().click();
    assert.match(await citizen.locator('main').innerText(), /BHP-MAKASSAR-20\d\d-\d{4}/);
    untroubled(citizen);
  });
});
