// What is refused and what comes after it, each person at their own device: consequence test, two signatures, the notice, the objection,
// the superior's decision, and the order carried out. Once with JavaScript in Indonesian, once without it in English; the citizen never has it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VIEWPORTS, launch, person, shot, signedIn } from './lib/browser.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
import { APPLICANT, file } from './lib/filing.mjs';
import { account, site } from './lib/site.mjs';
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

const GATE = ['judgment', 'enforcement_rule', 'stop_order', 'spending_plan', 'financial_report', 'recovered_money', 'declared_open'];

/** Today in Makassar, and the same day of another year. */
function day(years = 0) {
  const [year, month, date] = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }).split('-');
  return { day: String(Number(date)), month: String(Number(month)), year: String(Number(year) + years) };
}

async function typeDay(page, name, when) {
  for (const [part, value] of Object.entries(when)) await page.locator(`[name="${name}_${part}"]`).fill(value);
}

/** A page as it must be, and its picture on a phone and at a desk. */
async function look(page, name) {
  if (page.js) await axe(page, name);
  await speaks(page);
  for (const [where, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    await shot(page, `${name}-${page.lang}-${where}`);
  }
}

async function tells(page, key) {
  const shown = await page.locator('main').innerText();
  assert.ok(shown.includes(says(page, key)), `${page.url()} does not tell "${says(page, key)}": ${shown}`);
}

for (const { js, lang, way } of [
  { js: true, lang: 'id', way: 'in Indonesian' },
  { js: false, lang: 'en', way: 'in English without JavaScript' },
]) {
  test(`a refusal, the objection to it and the order, hand by hand, ${way}`, async (t) => {
    const unit = account(portal, 'ppid').unit;
    const citizen = await person(browser, { baseUrl: portal.baseUrl, lang, js: false });
    const [ppid, superior] = [await signedIn(browser, portal, 'ppid', { js, lang }), await signedIn(browser, portal, 'superior', { js, lang })];
    let number;
    let tracking;
    let path;
    let exemption;

    await t.test('the citizen asks, and the PPID finds it complete', async () => {
      ({ number } = await file(citizen, { ...APPLICANT, full_name: 'Rosdiana Rekaan', email: `rosdiana.${lang}@example.org`, unit,
        subject: 'Denah kamera pengawas', items: 'Denah letak kamera pengawas' }));
      tracking = new URL(await citizen.locator('#link').inputValue()).pathname;
      path = `/petugas/permohonan/${number}`;
      await ppid.goto(`${path}/lengkap`);
      await ppid.locator('main form[method=post] button[type=submit]').click();
      assert.equal(new URL(ppid.url()).pathname, path, await ppid.locator('main').innerText());
    });

    await t.test('nothing is refused without a consequence test', async () => {
      await ppid.goto(`${path}/jawab`);
      await ppid.locator('[name=outcome_1][value=refused]').check();
      await ppid.locator('#answer_1').fill('Denah tidak dapat diberikan.');
      await ppid.locator('button[value=periksa]').click();
      const fault = says(ppid, 'denial.exemption_missing', { item: 1 });
      assert.ok((await ppid.locator('.govuk-error-summary').innerText()).includes(fault), fault);
      assert.equal(await ppid.locator('#answer_1').inputValue(), 'Denah tidak dapat diberikan.', 'what was typed is kept');
    });

    await t.test('the PPID writes the sheet and signs, the superior makes it a decree', async () => {
      await ppid.goto(`/petugas/pengecualian/baru?permohonan=${number}`);
      await fitsNarrow(ppid);
      await ppid.locator('#information').fill('Denah letak kamera pengawas');
      await ppid.locator('[name=extent][value=whole]').check();
      await ppid.locator('[name=grounds][value="17a"]').check();
      await ppid.locator('[name=case_17a][value="5"]').check();
      for (const question of GATE) await ppid.locator(`[name=gate_${question}][value=no]`).check();
      await ppid.locator('#if_opened').fill('Titik buta kamera diketahui.');
      await ppid.locator('#if_closed').fill('Keamanan penghuni dan petugas terjaga.');
      await ppid.locator('#weighing').fill('Anggaran dan jumlah kamera tetap terbuka.');
      await ppid.locator('#tester_name_1').fill('Hasan Rekaan');
      await ppid.locator('#tester_position_1').fill('Kepala Keamanan');
      await ppid.locator('#tester_unit_1').fill('Seksi Keamanan');
      await typeDay(ppid, 'tested_on', day());
      await ppid.locator('#place').fill('Makassar');
      await typeDay(ppid, 'ends_on', day(1));
      await look(ppid, 'refusal-sheet');
      await ppid.locator('main form[method=post] button[type=submit]').click();
      assert.equal(await ppid.locator('.govuk-error-summary').count(), 0, await ppid.locator('main').innerText());
      exemption = new URL(ppid.url()).pathname;
      await ppid.locator('form[action$=tanda-tangan] button').click();
      await look(ppid, 'refusal-exemption');
      await superior.goto(exemption.replace('/petugas/', '/atasan/'));
      await look(superior, 'refusal-exemption-approval');
      await superior.locator('form[action$=setujui] button').click();
      assert.match(await superior.locator('main').innerText(), /SK-[A-Z-]+-20\d\d-\d{4}/);
    });

    await t.test('the PPID signs the refusal, and only the superior lets it go', async () => {
      await ppid.goto(`${path}/jawab`);
      await ppid.locator('[name=outcome_1][value=refused]').check();
      await ppid.locator('#answer_1').fill('Denah tidak dapat diberikan.');
      await ppid.locator(`[name=exemption_1][value="${exemption.split('/').pop()}"]`).check();
      await ppid.locator('button[value=periksa]').click();
      assert.equal(await ppid.locator('.govuk-error-summary').count(), 0, await ppid.locator('main').innerText());
      await look(ppid, 'refusal-check');
      await ppid.locator('main form[method=post] button[type=submit]').click();
      await citizen.goto(tracking);
      assert.doesNotMatch(await citizen.locator('main').innerText(), /Denah tidak dapat diberikan/);
      await superior.goto(`/atasan/permohonan/${number}/persetujuan`);
      await look(superior, 'refusal-approval');
      await superior.locator('form[action$=setujui] button').click();
      await citizen.goto(tracking);
      assert.match(await citizen.locator('main').innerText(), /Denah tidak dapat diberikan/);
      await look(citizen, 'refusal-citizen');
    });

    let objection;
    await t.test('the citizen reads the decree and objects at once', async () => {
      const decree = citizen.locator('main a', { hasText: says(citizen, 'law.letter.refusal') }).first();
      await decree.click();
      await look(citizen, 'refusal-letter');
      assert.match(await citizen.locator('main').innerText(), { id: /Pasal 17 huruf a/, en: /Article 17 letter a/ }[lang]);
      await citizen.goto(`${tracking}/keberatan`);
      await look(citizen, 'refusal-objection-form');
      await citizen.locator('[name=grounds][value=refused_as_exempt]').check();
      await citizen.locator('[name=reason]').fill('Denah lama sudah pernah dimuat di berita.');
      await citizen.locator('main form[method=post] .govuk-button:not(.govuk-button--secondary)').first().click();
      objection = new URL(citizen.url()).pathname;
      assert.match(await citizen.locator('main').innerText(), /KB-/, await citizen.locator('main').innerText());
      await look(citizen, 'refusal-objection-receipt');
    });

    await t.test('the superior decides ground by ground and orders', async () => {
      const objected = /KB-[A-Z0-9-]+-20\d\d-\d+/.exec(await citizen.locator('main').innerText())[0];
      await superior.goto('/atasan/keberatan');
      await superior.locator('main a', { hasText: objected }).click();
      await look(superior, 'refusal-objection-superior');
      await superior.goto(`/atasan/keberatan/${objected}/putusan`);
      await superior.locator('[name=ruling_a][value=upheld]').check();
      await superior.locator('[name=text_a]').fill('Denah lama memang sudah terbuka.');
      await superior.locator('[name=order]').fill('Berikan denah yang pernah dimuat.');
      await typeDay(superior, 'execute_by', day(1));
      await look(superior, 'refusal-decision-form');
      await superior.locator('main form[method=post] .govuk-button:not(.govuk-button--secondary)').first().click();
      await look(superior, 'refusal-decision-check');
      await superior.locator('main form[method=post] .govuk-button:not(.govuk-button--secondary)').first().click();
      await citizen.goto(objection);
      await look(citizen, 'refusal-decision-citizen');
      await citizen.locator('main a', { hasText: says(citizen, 'objection.page.read_answer') }).first().click();
      assert.match(await citizen.locator('main').innerText(), /Denah lama memang sudah terbuka/);
    });

    await t.test('the PPID carries the order out, and the objection ends with it', async () => {
      await ppid.goto(`${path}/jawab`);
      await ppid.locator('[name=outcome_1][value=granted_full]').check();
      await ppid.locator('#answer_1').fill('Denah yang pernah dimuat terlampir.');
      await typeDay(ppid, 'promised_on', day());
      await ppid.locator('button[value=periksa]').click();
      await ppid.locator('main form[method=post] button[type=submit]').click();
      assert.equal(new URL(ppid.url()).pathname, path, await ppid.locator('main').innerText());
      await ppid.goto(`${path}/serahkan`);
      for (const [id, part] of [['on', 'day'], ['on_month', 'month'], ['on_year', 'year']]) await ppid.locator(`#${id}`).fill(day()[part]);
      await ppid.locator('#proof').fill('Dikirim ke surel pemohon.');
      await ppid.locator('main form[method=post] button[type=submit]').click();
      await citizen.goto(objection);
      await tells(citizen, 'objection.status_text.closed');
      for (const page of [citizen, ppid, superior]) {
        untroubled(page);
        await page.context().close();
      }
    });
  });
}
