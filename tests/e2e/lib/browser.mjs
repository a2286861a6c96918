// Chromium as people use it: a small phone and a desk, light and dark, with and without JavaScript.

import { chromium } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { account } from './site.mjs';

const OUTPUT = new URL('../output/', import.meta.url).pathname;

// --no-sandbox: CI runs as root. The rest keeps the browser from talking to anyone but the portal.
const FLAGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-default-apps', '--disable-domain-reliability', '--disable-client-side-phishing-detection',
  '--disable-features=OptimizationHints,MediaRouter,Translate', '--force-color-profile=srgb',
];

export const VIEWPORTS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
export const SCHEMES = ['light', 'dark'];
const LOCALES = { id: 'id-ID', en: 'en-GB' };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });
}

/**
 * A new person: own cookies, own cache. Returns the page; `page.problems` collects script errors, refusals by the
 * content security policy and requests to any other host; `page.js` and `page.lang` say how the person goes. Close with
 * `page.context().close()`.
 */
export async function person(browser, { viewport = 'phone', scheme = 'light', js = true, lang = 'id', baseUrl, storageState } = {}) {
  const context = await browser.newContext({
    viewport: typeof viewport === 'string' ? VIEWPORTS[viewport] : viewport,
    colorScheme: scheme, javaScriptEnabled: js, locale: LOCALES[lang], baseURL: baseUrl, storageState, timezoneId: 'Asia/Makassar',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    // Chromium logs each 4xx page as an error too; the journeys assert on status themselves.
    if (message.type() === 'error' && !/^Failed to load resource: .*status of 4/.test(message.text())) {
      page.problems.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (baseUrl && url.protocol.startsWith('http') && url.origin !== new URL(baseUrl).origin) {
      page.problems.push(`asked another host: ${url}`);
    }
  });
  Object.assign(page, { js, lang });
  if (lang !== 'id') await speak(page, lang);
  return page;
}

/** Chooses a language the way a person does, by the link at the head of the first page. */
export async function speak(page, lang) {
  await page.goto('/');
  await page.locator(`header a[hreflang=${lang}]`).click();
  page.lang = lang;
}

/** A person of the staff (or a citizen with an account), signed in with the account of the credentials file. */
export async function signedIn(browser, portal, role, options = {}) {
  const { username, password } = account(portal, role);
  const page = await person(browser, { viewport: 'desk', baseUrl: portal.baseUrl, ...options });
  await page.goto('/masuk');
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.locator('main form button[type=submit]').click();
  const stayed = new URL(page.url()).pathname === '/masuk';
  if (stayed) throw new Error(`${role} ${username} could not sign in: ${await page.locator('main').innerText()}`);
  return page;
}

/** A picture for people to look at: tests/e2e/output/NAME.png. */
export async function shot(page, name) {
  await mkdir(OUTPUT, { recursive: true });
  await page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage: true });
}
