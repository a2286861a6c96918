// Two administrators put a decree in force, and an auditor reads who did, opens a figure and checks a case. Once with JavaScript in Indonesian,
// once without it in English.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VIEWPORTS, launch, shot, signedIn } from './lib/browser.mjs';
import { axe, untroubled } from './lib/checks.mjs';
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

/** The nth administrator. */
function admin(nth, options) {
  const users = portal.users.filter((one) => one.role === 'admin').slice(nth, nth + 1);
  return signedIn(browser, { ...portal, users }, 'admin', options);
}

/** A page as it must be, and its picture on a phone and at a desk. */
async function pictures(page, name) {
  if (page.js) await axe(page, name);
  await speaks(page);
  for (const [where, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, `${name} scrolls sideways on a ${where}`);
    await shot(page, `${name}-${page.lang}-${where}`);
  }
}

/** The next days from Monday to Friday after so many of them, as they are typed. */
function workingDays(count, skip) {
  const days = [];
  for (let day = new Date(); days.length < skip + count;) {
    day = new Date(day.getTime() + 86_400_000);
    if (![0, 6].includes(day.getUTCDay())) days.push(day.toISOString().slice(0, 10));
  }
  return days.slice(skip);
}

for (const { js, lang, way, cited, skip } of [
  { js: true, lang: 'id', way: 'in Indonesian', cited: 'SK Banjir 1', skip: 0 },
  { js: false, lang: 'en', way: 'in English without JavaScript', cited: 'SK Banjir 2', skip: 2 },
]) {
  test(`one proposes, the other confirms what they see, and the auditor reads both, ${way}`, async () => {
    const one = await admin(0, { js, lang });
    await one.goto('/admin/kalender');
    await pictures(one, 'decree-list');
    const propose = { name: says(one, 'decree.form.title') };
    await one.getByRole('link', propose).or(one.getByRole('button', propose)).first().click();
    await one.locator('#cited').fill(cited);
    const today = new Date();
    await one.locator('#issued_on').fill(String(today.getDate()));
    await one.locator('#issued_on_month').fill(String(today.getMonth() + 1));
    await one.locator('#issued_on_year').fill(String(today.getFullYear()));
    await one.getByLabel(says(one, 'decree.scope.local')).check();
    await one.locator('summary', { hasText: says(one, 'decree.form.units_summary') }).click();
    await one.locator('#place').selectOption({ label: 'Kota Makassar' });
    const days = workingDays(2, skip).map((day) => `${day}; Banjir`);
    await one.locator('#days').fill(`${days.join('\n')}\nbesok; Banjir`);
    await one.getByRole('button', { name: says(one, 'decree.form.preview') }).click();
    assert.match(await one.locator('.govuk-error-summary').innerText(), { id: /Baris 3/, en: /Line 3/ }[lang]);
    await pictures(one, 'decree-bad-line');
    await one.locator('#days').fill(days.join('\n'));
    await one.getByRole('button', { name: says(one, 'decree.form.preview') }).click();
    const looked = await one.locator('#jumlah').innerText();
    assert.match(looked, { id: /Tanggal [1-9]\d* permohonan terbuka bergeser/, en: /Dates of [1-9]\d* open requests? move/ }[lang]);
    await pictures(one, 'decree-preview');
    await one.getByRole('button', { name: says(one, 'decree.form.propose') }).click();
    assert.equal(await one.locator('#jumlah').innerText(), looked);
    assert.equal(await one.getByRole('button', { name: says(one, 'decree.decide.confirm') }).count(), 0);
    const path = new URL(one.url()).pathname;
    await pictures(one, 'decree-own');

    const two = await admin(1, { js, lang });
    await two.goto(path);
    await pictures(two, 'decree-to-confirm');
    await two.getByRole('button', { name: says(two, 'decree.decide.confirm') }).click();
    assert.ok((await two.locator('main').innerText()).includes(says(two, 'decree.done.confirmed')));
    await pictures(two, 'decree-in-force');

    const auditor = await signedIn(browser, portal, 'auditor', { js, lang });
    await auditor.goto(path.replace('/admin/', '/auditor/'));
    const told = await auditor.locator('main').innerText();
    assert.match(told, /Rahmat Percobaan/);
    assert.match(told, /Halimah Percobaan/);
    await pictures(auditor, 'decree-auditor');

    await auditor.goto('/auditor?tahun=semua');
    await pictures(auditor, 'decree-figures');
    const figure = auditor.locator('main [data-figure=open] a[href*="angka=open&tahun"]').first();
    const count = Number((await figure.innerText()).replaceAll(/[.,]/g, ''));
    assert.ok(count > 0, 'cases are open');
    await figure.click();
    const listed = await auditor.locator('main tbody tr').count();
    assert.ok(listed === count || (listed < count && await auditor.locator('a[rel=next]').count() === 1), `${listed} of ${count} are listed`);
    await auditor.locator('main tbody th a').first().click();
    const check = await auditor.locator('section[aria-labelledby=rantai]').innerText();
    assert.ok(check.includes(says(auditor, 'auditor.chain.intact')), check);
    await auditor.locator('section details summary', { hasText: says(auditor, 'auditor.chain.records') }).click();
    assert.ok(await auditor.locator('.tb-ledger li:visible').count() > 1, 'the records are read');
    await pictures(auditor, 'decree-case');
    for (const page of [one, two, auditor]) {
      untroubled(page);
      await page.context().close();
    }
  });
}
