// What every page must pass: axe-core with nothing to report, no sideways scrolling, the byte budget, no errors.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } }, // WCAG 2.2, off by default
  resultTypes: ['violations', 'incomplete'],
};

export const FIRST_VIEW = { bytes: 30_000, requests: 4 };

/** No violation, and nothing axe could not decide: an undecided contrast is a page that hides its background. */
export async function axe(page, where = page.url()) {
  // Through the debugger, so the page's content security policy stays on.
  await page.evaluate(axeSource);
  const { violations, incomplete } = await page.evaluate((options) => globalThis.axe.run(document, options), AXE);
  const told = [...violations.map((one) => tell('violation', one)), ...incomplete.map((one) => tell('undecided', one))];
  assert.equal(told.length, 0, `axe-core on ${where}:\n${told.join('\n')}`);
}

function tell(kind, { id, help, nodes }) {
  const places = nodes.slice(0, 5).map(({ target, html, any, all }) => {
    const why = [...any, ...all].map((check) => check.message).slice(0, 2).join('; ');
    return `    ${target.join(' ')}\n      ${html.slice(0, 200)}\n      ${why}`;
  });
  return `  ${kind} ${id}: ${help} (${nodes.length})\n${places.join('\n')}`;
}

/** At 320 px (400 % zoom of a desk) and at 360 px nothing may stick out sideways. */
export async function fitsNarrow(page) {
  const before = page.viewportSize();
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const { content, screen, widest } = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const out = [...document.body.querySelectorAll('*')].find((one) => one.getBoundingClientRect().right > limit + 1);
      return { content: document.documentElement.scrollWidth, screen: limit, widest: out?.outerHTML.slice(0, 160) };
    });
    assert.ok(content <= screen, `${page.url()} is ${content} px wide on a ${width} px screen: ${widest}`);
  }
  await page.setViewportSize(before);
}

/** Text never begins at the very edge, on no screen between a telephone and a desk. */
export async function keepsMargin(page) {
  const before = page.viewportSize();
  for (const width of [360, 800, 1024, 1200, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    const { left, right } = await page.locator('main h1').evaluate((one) => {
      const box = one.getBoundingClientRect();
      return { left: box.left, right: document.documentElement.clientWidth - box.right };
    });
    assert.ok(left >= 15 && right >= 15, `${page.url()} leaves ${left} and ${right} px beside it on ${width} px`);
  }
  await page.setViewportSize(before);
}

/**
 * Loads `url` with an empty cache and weighs it: bytes over the wire (headers included) and requests, against `limit`.
 * Returns what it saw.
 */
export async function budget(browser, url, limit = FIRST_VIEW) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const loads = new Map();
    await cdp.send('Network.enable');
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (request.url.startsWith('http')) loads.set(requestId, { url: request.url, bytes: 0 });
    });
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const load = loads.get(requestId);
      if (load) load.bytes = encodedDataLength;
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const seen = [...loads.values()];
    const bytes = seen.reduce((sum, load) => sum + load.bytes, 0);
    const list = seen.map((load) => `    ${load.bytes} ${load.url}`).join('\n');
    assert.ok(seen.length > 0 && seen.every((load) => load.bytes > 0), `a request of ${url} never finished:\n${list}`);
    assert.ok(bytes <= limit.bytes, `${url} weighs ${bytes} bytes, the limit is ${limit.bytes}:\n${list}`);
    assert.ok(seen.length <= limit.requests, `${url} makes ${seen.length} requests, the limit is ${limit.requests}:\n${list}`);
    return { bytes, requests: seen.length, loads: seen };
  } finally {
    await context.close();
  }
}

/** The page ran without script errors, policy refusals or requests to strangers. */
export function untroubled(page) {
  assert.deepEqual(page.problems, [], `while on ${page.url()}`);
}
