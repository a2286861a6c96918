// A copy on paper that costs something: the decree that anybody can read, the fee in the answer, what the applicant sees without
// JavaScript until it is paid, and the receipt.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VIEWPORTS, SCHEMES, launch, person, shot, signedIn } from './lib/browser.mjs';
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

/** A page as it must be, and its pictures. */
async function look(page, name) {
  for (const [where, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      if (page.context()._options?.javaScriptEnabled !== false) await axe(page, `${name} ${where} ${scheme}`);
      await shot(page, `${name}-${where}-${scheme}`);
    }
  }
  await fitsNarrow(page);
}

async function typeToday(page, name) {
  const [year, month, day] = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-');
  for (const [part, value] of Object.entries({ day, month, year })) await page.locator(`[name="${name}_${part}"]`).fill(String(Number(value)));
}

async function press(page, label) {
  await page.getByRole('button', { name: label }).first().click();
  await page.waitForLoadState();
  const faults = page.locator('.govuk-error-summary');
  assert.equal(await faults.count(), 0, `${label}: ${await faults.allInnerTexts()}`);
}

test('a copy on paper is charged, paid and receipted', async (t) => {
  const { unit } = account(portal, 'officer');
  const citizen = await person(browser, { baseUrl: portal.baseUrl, js: false });
  const officer = await signedIn(browser, portal, 'officer');
  let number;
  let tracking;
  let path;

  await t.test('the applicant reads the decree and asks for a copy by post', async () => {
    await citizen.goto(`/unit/${unit}`);
    await citizen.locator('main a[href^="/biaya#"]').click();
    assert.match(await citizen.locator('main').innerText(), /Rp300 tiap lembar/);
    ({ number } = await file(citizen, { ...APPLICANT, full_name: 'Daeng Rekaan', email: 'daeng@example.org', unit,
      access_mode: 'copy_paper', delivery_mode: 'post', subject: 'Salinan laporan dapur', items: 'Laporan dapur tahun 2025' }));
    tracking = new URL(await citizen.locator('#link').inputValue()).pathname;
    path = `/petugas/permohonan/${number}`;
  });

  await t.test('the officer answers with lines of the decree', async () => {
    await officer.goto(`${path}/lengkap`);
    await officer.locator('main form[method=post] button[type=submit]').click();
    await officer.goto(`${path}/jawab`);
    await officer.locator('[name=outcome_1][value=granted_full]').check();
    await officer.locator('#answer_1').fill('Laporan dikirim dalam bentuk cetak.');
    const lines = officer.locator('main input[name^="fee_"]');
    assert.equal(await lines.count(), 2);
    await lines.first().fill('10');
    await lines.last().fill('1');
    await look(officer, 'fee-answer');
    await officer.locator('button[value=periksa]').click();
    await officer.waitForLoadState();
    assert.match(await officer.locator('main').innerText(), /Jumlah: Rp15\.000/);
    await look(officer, 'fee-check');
    await officer.locator(`main form[action$="/kirim"] button[type=submit]`).click();
    assert.equal(new URL(officer.url()).pathname, path, await officer.locator('main').innerText());
    await look(officer, 'fee-case');
  });

  await t.test('the applicant sees what to pay, how and why', async () => {
    await citizen.goto(tracking);
    const told = await citizen.locator('main').innerText();
    for (const text of ['Biaya yang perlu dibayar', 'Jumlah: Rp15.000', 'Cara membayar', 'Menunggu pembayaran']) {
      assert.ok(told.includes(text), `${text}: ${told}`);
    }
    await look(citizen, 'fee-owed');
  });

  await t.test('the officer records the payment', async () => {
    await officer.goto(`${path}/pembayaran`);
    await look(officer, 'fee-payment');
    await typeToday(officer, 'on');
    await officer.locator('[name=mode][value=cash]').check();
    await officer.locator('#amount').fill('15.000');
    await press(officer, /Catat/);
    assert.equal(new URL(officer.url()).pathname, path);
  });

  await t.test('the applicant prints the receipt', async () => {
    await citizen.goto(tracking);
    assert.ok(!(await citizen.locator('main').innerText()).includes('Biaya yang perlu dibayar'));
    await citizen.getByRole('link', { name: /Kuitansi/ }).first().click();
    assert.match(await citizen.locator('main').innerText(), /KW-[A-Z-]+-20\d\d-\d{4}/);
    await look(citizen, 'fee-receipt');
    untroubled(citizen);
    untroubled(officer);
  });
});
