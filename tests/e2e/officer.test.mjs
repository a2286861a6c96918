// An officer at a desk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
import { untroubled } from './lib/checks.mjs';
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

test('signs in and sees the queue, and only that workspace', async () => {
  const page = await signedIn(browser, portal, 'officer');
  await page.goto('/petugas');
  assert.equal(await page.locator('h1').count(), 1);
  await shot(page, 'officer-queue');
  for (const foreign of ['/auditor', '/admin']) {
    const answer = await page.request.get(foreign, { maxRedirects: 0 });
    assert.ok([403, 404].includes(answer.status()), `${foreign} answers an officer with ${answer.status()}`);
  }
  untroubled(page);
  await page.context().close();
});

test('a visitor is sent to sign in and a wrong password says nothing about the account', async () => {
  const page = await person(browser, { viewport: 'desk', baseUrl: portal.baseUrl });
  await page.goto('/petugas');
  assert.equal(new URL(page.url()).pathname, '/masuk');
  const said = [];
  for (const username of [portal.users.find((one) => one.role === 'officer').username, 'tidak-ada']) {
    await page.goto('/masuk');
    await page.locator('input[name=username]').fill(username);
    await page.locator('input[name=password]').fill('salah-sekali-0');
    await page.locator('main form button[type=submit]').click();
    said.push(await page.locator('.govuk-error-summary').innerText());
  }
  assert.equal(said[0], said[1]);
  await page.context().close();
});
