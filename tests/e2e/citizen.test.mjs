// A citizen on a small phone, without an account.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot } from './lib/browser.mjs';
import { axe, untroubled } from './lib/checks.mjs';
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

test('files a request, and finds it again by number and e-mail', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl });
  let count = 0;
  const { number } = await file(page, APPLICANT, async () => {
    count += 1;
    await axe(page, `filing, page ${count}`);
    await shot(page, `filing-${String(count).padStart(2, '0')}`);
  });
  untroubled(page);
  await page.context().close();

  const later = await person(browser, { baseUrl: portal.baseUrl });
  await later.goto('/lacak');
  await later.locator('main input[name=registration_no]').fill(number);
  await later.locator('main input[name=contact]').fill(APPLICANT.email);
  await later.locator('main .govuk-button').first().click();
  assert.match(await later.locator('main').innerText(), new RegExp(number));
  await axe(later, 'tracking');
  await shot(later, 'tracking');
  await later.context().close();
});

test('a stranger with the number alone learns nothing', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl });
  const { number } = await file(page);
  const stranger = await person(browser, { baseUrl: portal.baseUrl });
  const real = await stranger.goto(`/permohonan/${number}`);
  const invented = await stranger.goto(`/permohonan/${number.replace(/\d+$/, '999999')}`);
  assert.equal(real.status(), 404);
  assert.equal(invented.status(), 404);
  await stranger.context().close();
  await page.context().close();
});

test('an empty answer keeps the page, names the field and moves nothing', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl });
  await page.goto('/permohonan/baru');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.locator('main .govuk-button:not(.govuk-button--secondary)').first().click(),
  ]);
  if (answer.status() === 303) return; // the first page only said what to prepare
  assert.equal(answer.status(), 422);
  const link = page.locator('.govuk-error-summary a').first();
  const target = await link.getAttribute('href');
  assert.equal(await page.locator(target).count(), 1, `the summary links to ${target}, which is not there`);
  await axe(page, 'error page');
  await page.context().close();
});
