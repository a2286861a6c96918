// An auditor at a desk: sees every case without the people in it, changes nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, shot, signedIn } from './lib/browser.mjs';
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
