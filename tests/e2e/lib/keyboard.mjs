// What the keyboard reaches, and whether the eye can tell where it is.

import assert from 'node:assert/strict';

/** What has the focus now, or null when it is nowhere on the page. `isSeen` says whether anything is drawn around it. */
export function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return null;
    const drawn = (style) => {
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && !/, 0\)$|transparent/.test(style.outlineColor);
      return outlined || style.boxShadow !== 'none';
    };
    // Radios and checkboxes lie unseen below what their label draws; the words of a summary are drawn by its span.
    const stands = [getComputedStyle(one), ...[...(one.labels ?? [])].map((label) => getComputedStyle(label, '::before')),
      ...[...one.children].map((child) => getComputedStyle(child))];
    const box = one.getBoundingClientRect();
    const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0 && box.height > 0;
    return {
      tag: one.tagName, type: one.type ?? '', name: one.name ?? '', classes: one.className, href: one.getAttribute('href') ?? '',
      text: (one.innerText ?? '').replaceAll(/\s+/g, ' ').trim(), html: one.outerHTML.slice(0, 160),
      isInMain: Boolean(one.closest('main')), isSeen: inView && stands.some(drawn),
    };
  });
}

/** What has the focus; fails when nobody could see it. */
export async function seen(page) {
  const one = await focused(page);
  assert.ok(one, `${page.url()}: the focus is nowhere`);
  assert.ok(one.isSeen, `${page.url()}: the focus is not seen on ${one.html}`);
  return one;
}

function fits(one, wanted) {
  return Object.entries(wanted).every(([key, value]) => (value instanceof RegExp ? value.test(one[key]) : one[key] === value));
}

/** Presses Tab until what is wanted has the focus; every stop on the way must be seen. */
export async function tabTo(page, wanted, limit = 120) {
  for (let stop = 0; stop < limit; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === null) continue; // the end of the page, before it begins again
    const one = await seen(page);
    if (fits(one, wanted)) return one;
  }
  throw new Error(`${page.url()}: Tab never comes to ${JSON.stringify(wanted)}`);
}

/** What Tab must reach: everything that takes the focus; of a group of radios one. */
function stops(page) {
  return page.evaluate(() => {
    const groups = new Set();
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((one) => {
      if (one.disabled || one.type === 'hidden' || one.tabIndex < 0 || !one.checkVisibility()) return false;
      if (one.type !== 'radio') return true;
      const isNew = !groups.has(one.name);
      groups.add(one.name);
      return isNew;
    });
    return all.length;
  });
}

/** Goes through the whole page with Tab and back with Shift+Tab: every stop is seen, none is left out, none holds the focus. */
export async function tour(page) {
  const expected = await stops(page);
  const walk = async (key) => {
    const passed = [];
    // One press more than there are stops: from beyond the end, the browser may need one to come back.
    for (let press = 0; press <= expected && passed.length < expected; press += 1) {
      await page.keyboard.press(key);
      if ((await focused(page)) !== null) passed.push((await seen(page)).html);
      else if (passed.length > 0) break;
    }
    return passed;
  };
  await page.evaluate(() => document.activeElement?.blur());
  const there = await walk('Tab');
  assert.equal(there.length, expected, `${page.url()}: Tab makes ${there.length} of ${expected} stops, the last ${there.at(-1)}`);
  await page.keyboard.press('Tab');
  const beyond = await focused(page);
  assert.ok(beyond === null || beyond.html === there[0], `${page.url()}: Tab never leaves the page at ${beyond?.html}`);
  const back = await walk('Shift+Tab');
  assert.deepEqual(back, there.toReversed(), `${page.url()}: Shift+Tab goes another way back`);
}
