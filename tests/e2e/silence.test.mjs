// Silence: an office that never answered a letter, nor the objection to it. What the applicant may do next is on their page, in English
// and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
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

const EMAIL = 'tenri@example.org';

/** Types the day so many days ago, in Makassar, into the three fields of `name`. */
async function arrived(page, name, daysAgo) {
  const then = new Date(Date.now() - daysAgo * 86_400_000);
  const [year, month, day] = then.toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-');
  for (const [part, value] of Object.entries({ day, month, year })) await page.locator(`[name="${name}_${part}"]`).fill(String(Number(value)));
  await page.locator(`[name="${name}_time"]`).fill('9.15');
}

async function sent(page) {
  await page.locator('main form[method=post] .govuk-button:not(.govuk-button--secondary)').first().click();
  await page.waitForLoadState();
  const faults = page.locator('.govuk-error-summary');
  assert.equal(await faults.count(), 0, `${page.url()}: ${await faults.allInnerTexts()}`);
}

test('who was never answered objects, and who is not answered again goes on', async (t) => {
  const officer = await signedIn(browser, portal, 'officer', { js: false });
  const citizen = await person(browser, { baseUrl: portal.baseUrl, js: false, locale: 'en-GB' });
  let number;
  let objection;

  await t.test('the officer registers a letter that lay for months', async () => {
    await officer.goto('/petugas/permohonan/baru');
    await officer.locator('[name=channel][value=letter]').check();
    await arrived(officer, 'received', 100);
    const typed = { full_name: 'Tenri Rekaan', nik: '7371014506900002', address: 'Jalan Karangan 3', email: EMAIL, subject: 'Jumlah kamera',
      items: 'Jumlah kamera pengawas tahun 2025', purpose: 'Penelitian' };
    for (const [field, value] of Object.entries(typed)) await officer.locator(`#${field}`).fill(value);
    await officer.locator('[name=access_mode][value=copy_digital]').check();
    await officer.locator('[name=delivery_mode][value=email]').check();
    await sent(officer);
    number = /\b[A-Z][A-Z0-9-]*-20\d\d-\d{4}\b/.exec(await officer.locator('main').innerText())[0];
  });

  await t.test('the citizen finds it by number and e-mail, and may object to the silence', async () => {
    await citizen.goto('/lacak?lang=en');
    await citizen.locator('#registration_no').fill(number);
    await citizen.locator('#contact').fill(EMAIL);
    await sent(citizen);
    const case_ = new URL(citizen.url()).pathname;
    await citizen.goto(`${case_}/keberatan?lang=en`);
    await fitsNarrow(citizen);
    await shot(citizen, 'silence-grounds');
    await citizen.locator('[name=grounds][value=not_responded]').check();
    await citizen.locator('[name=reason]').fill('Nobody answered.');
    await sent(citizen);
    objection = new URL(citizen.url()).pathname;
    const shown = await citizen.locator('main').innerText();
    assert.match(shown, /KB-[A-Z0-9-]+-20\d\d-\d{4}/);
    assert.match(shown, /Information Commission/);
    await shot(citizen, 'silence-objection');
  });

  await t.test('the officer sees it in the list, and axe has nothing to say', async () => {
    const desk = await signedIn(browser, portal, 'officer');
    await desk.goto('/petugas/keberatan');
    await axe(desk, 'objections of the office');
    await desk.locator('main a', { hasText: /KB-/ }).first().click();
    await axe(desk, 'an objection at the office');
    untroubled(desk);
    await desk.context().close();
  });

  for (const page of [officer, citizen]) {
    untroubled(page);
    await page.context().close();
  }
});
