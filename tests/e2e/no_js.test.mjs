// The citizen's journey with JavaScript switched off: nothing may be missing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot } from './lib/browser.mjs';
import { crawl } from './lib/crawl.mjs';
import { file } from './lib/filing.mjs';
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

test('a request is filed without JavaScript', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl, js: false });
  const { number } = await file(page);
  assert.match(number, /-20\d\d-\d{4,}$/);
  await shot(page, 'no-js-confirmation');
  await page.context().close();
});

test('every public page says something without JavaScript', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl, js: false });
  await page.goto('/');
  for (const path of await crawl(page, '/')) {
    await page.goto(path);
    assert.equal(await page.locator('h1').count(), 1, `${path} has one heading`);
    assert.ok((await page.locator('main').innerText()).length > 40, `${path} is empty`);
  }
  await page.context().close();
});
