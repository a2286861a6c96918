// Silence: an office that never answered a letter. The applicant objects to that, the superior decides, and the applicant takes the evidence
// of it all along and opens it without the portal. Once with JavaScript in Indonesian, once without it in English; the citizen never has it.
// What follows when the objection is not answered either is in bundle.test.mjs.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
import { openBundle, takeBundle } from './lib/bundle.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
import { site } from './lib/site.mjs';
import { says, speaks } from './lib/words.mjs';

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

/** Types the day so many days from today, in Makassar, into the three fields of `name`. */
async function typeDay(page, name, days) {
  const then = new Date(Date.now() + days * 86_400_000);
  const [year, month, day] = then.toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-');
  for (const [part, value] of Object.entries({ day, month, year })) await page.locator(`[name="${name}_${part}"]`).fill(String(Number(value)));
}

async function sent(page) {
  await page.locator('main form[method=post] .govuk-button:not(.govuk-button--secondary)').first().click();
  await page.waitForLoadState();
  const faults = page.locator('.govuk-error-summary');
  assert.equal(await faults.count(), 0, `${page.url()}: ${await faults.allInnerTexts()}`);
}

async function look(page, name) {
  if (page.js) await axe(page, name);
  await speaks(page);
  await fitsNarrow(page);
  await shot(page, `silence-${name}-${page.lang}`);
}

async function tells(page, ...keys) {
  const shown = await page.locator('main').innerText();
  for (const key of keys) assert.ok(shown.includes(says(page, key)), `${page.url()} does not tell "${says(page, key)}": ${shown}`);
}

for (const { js, lang, way } of [
  { js: true, lang: 'id', way: 'in Indonesian' },
  { js: false, lang: 'en', way: 'in English without JavaScript' },
]) {
  test(`who was never answered objects, reads the superior's decision and takes the evidence along, ${way}`, async (t) => {
    const email = `tenri.${lang}@example.org`;
    const officer = await signedIn(browser, portal, 'officer', { js, lang });
    const superior = await signedIn(browser, portal, 'superior', { js, lang });
    const citizen = await person(browser, { baseUrl: portal.baseUrl, js: false, lang });
    let number;
    let page;
    let objection;
    const folder = await mkdtemp(join(tmpdir(), 'terbuka-silence-'));
    t.after(() => rm(folder, { recursive: true, force: true }));

    await t.test('the officer registers a letter that lay for months', async () => {
      await officer.goto('/petugas/permohonan/baru');
      await officer.locator('[name=channel][value=letter]').check();
      await typeDay(officer, 'received', -100);
      const typed = { received_time: '9.15', full_name: 'Tenri Rekaan', nik: '7371014506900002', address: 'Jalan Karangan 3', email,
        subject: 'Jumlah kamera', items: 'Jumlah kamera pengawas tahun 2025', purpose: 'Penelitian' };
      for (const [field, value] of Object.entries(typed)) await officer.locator(`[name=${field}]`).fill(value);
      await officer.locator('[name=access_mode][value=copy_digital]').check();
      await officer.locator('[name=delivery_mode][value=email]').check();
      await sent(officer);
      number = /\b[A-Z][A-Z0-9-]*-20\d\d-\d{4}\b/.exec(await officer.locator('main').innerText())[0];
    });

    await t.test('the citizen finds it by number and e-mail, and objects to the silence', async () => {
      await citizen.goto('/lacak');
      await citizen.locator('#registration_no').fill(number);
      await citizen.locator('#contact').fill(email);
      await sent(citizen);
      await citizen.goto(`${new URL(citizen.url()).pathname}/keberatan`);
      await look(citizen, 'grounds');
      assert.equal(await citizen.locator('[name=grounds][value=refused_as_exempt]').count(), 0, 'nothing was refused');
      await citizen.locator('[name=grounds][value=not_responded]').check();
      await citizen.locator('[name=reason]').fill('Tidak ada yang menjawab.');
      await sent(citizen);
      page = new URL(citizen.url()).pathname;
      objection = /KB-[A-Z0-9-]+-20\d\d-\d{4}/.exec(await citizen.locator('main').innerText())[0];
      await tells(citizen, 'objection.status_text.registered', 'dispute.road.wait');
      await look(citizen, 'objection');
    });

    await t.test('the officer sees it in the list', async () => {
      await officer.goto('/petugas/keberatan');
      await look(officer, 'office-list');
      await officer.locator('main a', { hasText: objection }).click();
      await look(officer, 'office-objection');
    });

    await t.test('the superior upholds it and orders an answer', async () => {
      await superior.goto('/atasan/keberatan');
      await superior.locator('main a', { hasText: objection }).click();
      await superior.locator('main a[href$="/putusan"]').first().click();
      await superior.locator('[name=ruling_c][value=upheld]').check();
      await superior.locator('[name=text_c]').fill('Surat itu memang tidak pernah dijawab.');
      await superior.locator('[name=order]').fill('Jawab permohonan ini.');
      await typeDay(superior, 'execute_by', 14);
      await look(superior, 'decision-form');
      await sent(superior);
      await tells(superior, 'objection.answer.check_text');
      await look(superior, 'decision-check');
      await sent(superior);
      await tells(superior, 'objection.status.executing');
    });

    await t.test('the citizen reads the decision', async () => {
      await citizen.goto(page);
      await tells(citizen, 'objection.status_text.executing', 'objection.decision.upheld', 'dispute.road.answer');
      await look(citizen, 'decided');
      await citizen.locator('main a', { hasText: says(citizen, 'objection.page.read_answer') }).first().click();
      const letter = await citizen.locator('main').innerText();
      for (const text of ['Surat itu memang tidak pernah dijawab.', 'Jawab permohonan ini.', objection]) assert.ok(letter.includes(text), letter);
      assert.equal(await citizen.locator('[data-print]').isVisible(), false, 'a button that does nothing without scripts');
      await look(citizen, 'letter');
      await citizen.goto(page);
    });

    await t.test('the evidence is downloaded, and opened where the portal is not', async () => {
      const files = await takeBundle(citizen, folder);
      const { reader, open } = await openBundle(browser, folder, files, `silence-bundle-${lang}`, lang);
      assert.match(await reader.locator('main').innerText(), new RegExp(objection));
      await speaks(reader);
      await open('tidak-ada-jawaban.html');
      await speaks(reader);
      const letter = [...files.keys()].find((file) => file.endsWith('-objection-answer.html'));
      assert.ok(letter, [...files.keys()].join(' '));
      assert.ok(!files.has('tidak-ada-tanggapan.html'), 'the objection was answered');
      await open(letter);
      assert.match(await reader.locator('main').innerText(), /Surat itu memang tidak pernah dijawab\./);
      await speaks(reader);
      untroubled(reader);
      await reader.context().close();
    });

    for (const one of [officer, superior, citizen]) {
      untroubled(one);
      await one.context().close();
    }
  });
}
