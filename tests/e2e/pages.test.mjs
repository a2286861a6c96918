// Every page that a visitor can reach by links, and every page of each workspace: found, accessible in light and dark on a
// phone and at a desk, in both languages and with nothing of the other one, not too wide, not too heavy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn, speak, VIEWPORTS } from './lib/browser.mjs';
import { axe, budget, fitsNarrow, keepsMargin, untroubled } from './lib/checks.mjs';
import { crawl, shape } from './lib/crawl.mjs';
import { site } from './lib/site.mjs';
import { LANGUAGES, speaks } from './lib/words.mjs';

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

// Every viewport in both schemes, and each language on both viewports and in both schemes, without going through all eight.
const APPEARANCES = {
  id: [['phone', 'light'], ['desk', 'dark']],
  en: [['phone', 'dark'], ['desk', 'light']],
};

/** One page in one language, as it must be. */
async function inspect(page, path, name) {
  await page.goto(path);
  for (const [viewport, scheme] of APPEARANCES[page.lang]) {
    await page.setViewportSize(VIEWPORTS[viewport]);
    await page.emulateMedia({ colorScheme: scheme });
    await axe(page, `${path} (${page.lang}, ${viewport}, ${scheme})`);
    await shot(page, `${name}${shape(path).replaceAll(/[/{}]+/g, '-')}-${viewport}-${scheme}`);
  }
  await speaks(page);
  await fitsNarrow(page);
  // Margins are the same in every language.
  if (page.lang === LANGUAGES[0]) await keepsMargin(page);
  untroubled(page);
}

/** All of them in both languages, the second chosen on the page itself. */
async function inspectAll(page, paths, name) {
  for (const lang of LANGUAGES) {
    if (page.lang !== lang) await speak(page, lang);
    for (const path of paths) await inspect(page, path, name);
  }
}

test('every promised address is reached by links', () => {
  const shapes = publicPages.map(shape);
  assert.deepEqual(PROMISED.filter((path) => !shapes.includes(path)), []);
});

test('every public page is accessible and fits', async () => {
  const page = await person(browser, { baseUrl: portal.baseUrl });
  await inspectAll(page, publicPages, 'public');
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
    await inspectAll(page, pages, role);
    await page.context().close();
  });
}
