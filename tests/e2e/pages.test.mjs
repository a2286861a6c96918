// Every page that a visitor can reach by links, and every page of each workspace: found, accessible in light and dark on a
// phone and at a desk, in both languages, not too wide, not too heavy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn, VIEWPORTS, SCHEMES } from './lib/browser.mjs';
import { axe, budget, fitsNarrow, keepsMargin, untroubled } from './lib/checks.mjs';
import { crawl, shape } from './lib/crawl.mjs';
import { site } from './lib/site.mjs';

// Addresses that others rely on; the crawl must come across each.
const PROMISED = ['/', '/permohonan/baru', '/lacak', '/unit', '/unit/{unit}', '/kepatuhan', '/masuk'];
const WORKSPACES = { officer: '/petugas', superior: '/atasan', auditor: '/auditor', admin: '/admin' };

let portal;
let browser;
let publicPages;

before(async () => {
  portal = await site();
  browser = await launch();
  const visitor = await person(browser, { baseUrl: portal.baseUrl });
  await visitor.goto('/');
  publicPages = await crawl(visitor, '/');
  await visitor.context().close();
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

/** One page in all its appearances. */
async function inspect(page, path, name) {
  for (const [viewport, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    await page.goto(path);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await axe(page, `${path} (${viewport}, ${scheme})`);
      await shot(page, `${name}${shape(path).replaceAll(/[/{}]+/g, '-')}-${viewport}-${scheme}`);
    }
  }
  await fitsNarrow(page);
  await keepsMargin(page);
  untroubled(page);
}

test('every promised address is reached by links', () => {
  const shapes = publicPages.map(shape);
  assert.deepEqual(PROMISED.filter((path) => !shapes.includes(path)), []);
});

test('every public page is accessible and fits', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl });
  for (const path of publicPages) await inspect(page, path, 'public');
  await page.context().close();
});

test('every public page is light at first sight', async () => {
  for (const path of publicPages) {
    const { bytes, requests } = await budget(browser, `${portal.baseUrl}${path}`);
    console.log(`${String(bytes).padStart(6)} bytes ${requests} requests ${path}`);
  }
});

for (const [role, home] of Object.entries(WORKSPACES)) {
  test(`every page of the ${role}'s workspace is accessible and fits`, async () => {
    const page = await signedIn(browser, portal, role);
    const pages = (await crawl(page, home)).filter((path) => path.startsWith(home));
    assert.ok(pages.length > 0, `${home} was not reached`);
    for (const path of pages) await inspect(page, path, role);
    await page.context().close();
  });
}
