// An auditor at a desk: sees every case without the people in it, changes nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, shot, signedIn } from './lib/browser.mjs';
import { axe, fitsNarrow, untroubled } from './lib/checks.mjs';
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

test('signs in, sees the figures and nothing of the officers', async () => {
  const page = await signedIn(browser, portal, 'auditor');
  await page.goto('/auditor');
  assert.equal(await page.locator('h1').count(), 1);
  await shot(page, 'auditor-start');
  for (const foreign of ['/petugas', '/admin']) {
    const answer = await page.request.get(foreign, { maxRedirects: 0 });
    assert.ok([403, 404].includes(answer.status()), `${foreign} answers an auditor with ${answer.status()}`);
  }
  untroubled(page);
  await page.context().close();
});

/** How many cases the register lists, over all its pages. */
async function listed(page) {
  let cases = 0;
  for (;;) {
    cases += await page.locator('main tbody tr').count();
    const older = page.locator('a[rel=next]');
    if (await older.count() === 0) return cases;
    await older.click();
  }
}

test('opens a figure up to its cases and reads one of them', async () => {
  const page = await signedIn(browser, portal, 'auditor');
  for (const figure of ['received', 'answered_late', 'statute_late', 'regulation_in_time', 'extended_valid', 'open']) {
    await page.goto('/auditor?tahun=semua');
    const number = page.locator(`main [data-figure=${figure}] a[href*="angka=${figure}&tahun"]`).first();
    const shown = Number((await number.innerText()).replaceAll('.', ''));
    assert.ok(shown > 0, `${figure} is ${shown}`);
    await number.click();
    assert.equal(await listed(page), shown, figure);
  }
  await page.locator('main tbody th a').first().click();
  assert.match(new URL(page.url()).pathname, /^\/auditor\/permohonan\//);
  assert.equal(await page.locator('#rantai ~ p .tb-badge--green').count(), 1, 'the chain is intact');
  assert.equal(await page.locator('main form').count(), 0, 'an auditor changes nothing');
  await page.locator('section details summary').last().click();
  assert.ok(await page.locator('.tb-ledger li').count() > 1);
  await shot(page, 'auditor-case');
  await page.locator('.tb-case__side a').last().click();
  await shot(page, 'auditor-date');
  untroubled(page);
  await page.context().close();
});

test('takes the register and the figures away as CSV', async () => {
  const page = await signedIn(browser, portal, 'auditor');
  await page.goto('/auditor/register?tahun=semua');
  const cases = await listed(page);
  await page.goto('/auditor/register?tahun=semua');
  const csv = await page.request.get(await page.locator('a[download]').getAttribute('href'));
  const lines = (await csv.text()).trimEnd().split('\r\n');
  assert.equal(lines.length, cases + 1);
  assert.doesNotMatch(await csv.text(), /@example\.test|\+628|\b\d{16}\b/);
  await page.context().close();
});

test('asks what shorter days would change, on a desk and on a phone', async () => {
  for (const [role, viewport, scheme] of [['auditor', 'desk', 'light'], ['auditor', 'phone', 'dark'], ['admin', 'desk', 'light']]) {
    const page = await signedIn(browser, portal, role, { viewport, scheme });
    await page.goto(`/${role}/simulasi`);
    await page.locator('input[name=dari]').fill('2025-01-01');
    await page.locator('input[name=d05]').fill('7');
    await page.locator('input[name=geser]').fill('-1');
    await page.locator('main form button').click();
    const first = page.locator('section[aria-labelledby=hasil] table').first();
    assert.equal(await first.locator('tbody tr').count(), 11);
    assert.equal(await page.locator('input[name=d05]').inputValue(), '7');
    await shot(page, `simulasi-${role}-${viewport}-${scheme}`);
    await fitsNarrow(page);
    await axe(page);
    untroubled(page);
    await page.context().close();
  }
});

test('sees who held a case on each working day', async () => {
  for (const [viewport, scheme] of [['desk', 'light'], ['phone', 'dark']]) {
    const page = await signedIn(browser, portal, 'auditor', { viewport, scheme });
    await page.goto('/auditor/register?angka=answered_late');
    await page.locator('main tbody th a').first().click();
    const held = page.locator('section[aria-labelledby=pemegang]');
    const days = await held.locator('tbody td:last-child').allInnerTexts();
    const sum = days.reduce((all, one) => all + Number(one), 0);
    assert.ok(sum > 0 && (await held.innerText()).includes(`${sum} hari kerja`), `${days} do not add up`);
    await fitsNarrow(page);
    await held.scrollIntoViewIfNeeded();
    await shot(page, `pemegang-${viewport}-${scheme}`);
    untroubled(page);
    await page.context().close();
  }
});
