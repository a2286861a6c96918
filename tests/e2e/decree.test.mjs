// Two administrators put a decree in force, and an auditor reads who did.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VIEWPORTS, launch, shot, signedIn } from './lib/browser.mjs';
import { axe, untroubled } from './lib/checks.mjs';
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

/** The nth administrator; the first one without JavaScript. */
function admin(nth) {
  const users = portal.users.filter((one) => one.role === 'admin').slice(nth, nth + 1);
  return signedIn(browser, { ...portal, users }, 'admin', { js: nth > 0 });
}

/** A picture on a phone and at a desk. */
async function pictures(page, name) {
  for (const [where, size] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(size);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, `${name} scrolls sideways on a ${where}`);
    await shot(page, `${name}-${where}`);
  }
}

/** The next days from Monday to Friday, as they are typed. */
function workingDays(count) {
  const days = [];
  for (let day = new Date(); days.length < count;) {
    day = new Date(day.getTime() + 86_400_000);
    if (![0, 6].includes(day.getUTCDay())) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

test('one proposes, the other confirms what they see, and the auditor reads both', async () => {
  const one = await admin(0);
  await one.goto('/admin/kalender');
  await pictures(one, 'decree-list');
  await one.getByRole('link', { name: 'Usulkan keputusan' }).or(one.getByRole('button', { name: 'Usulkan keputusan' })).first().click();
  await one.locator('#cited').fill('SK Banjir 1');
  const today = new Date();
  await one.locator('#issued_on').fill(String(today.getDate()));
  await one.locator('#issued_on_month').fill(String(today.getMonth() + 1));
  await one.locator('#issued_on_year').fill(String(today.getFullYear()));
  await one.getByLabel('Satuan kerja tertentu saja').check();
  await one.locator('summary', { hasText: 'Pilih satuan kerja' }).click();
  await one.locator('#place').selectOption({ label: 'Kota Makassar' });
  const days = workingDays(2).map((day) => `${day}; Banjir`);
  await one.locator('#days').fill(`${days.join('\n')}\nbesok; Banjir`);
  await one.getByRole('button', { name: 'Lihat akibatnya' }).click();
  assert.match(await one.locator('.govuk-error-summary').innerText(), /Baris 3/);
  await pictures(one, 'decree-bad-line');
  await one.locator('#days').fill(days.join('\n'));
  await one.getByRole('button', { name: 'Lihat akibatnya' }).click();
  const looked = await one.locator('#jumlah').innerText();
  assert.match(looked, /Tanggal [1-9]\d* permohonan terbuka bergeser/);
  await pictures(one, 'decree-preview');
  await one.getByRole('button', { name: 'Ajukan untuk disetujui' }).click();
  assert.equal(await one.locator('#jumlah').innerText(), looked);
  assert.equal(await one.getByRole('button', { name: 'Setujui' }).count(), 0);
  const path = new URL(one.url()).pathname;
  await pictures(one, 'decree-own');

  const two = await admin(1);
  await two.goto(path);
  await pictures(two, 'decree-to-confirm');
  await axe(two, 'decree');
  await two.getByRole('button', { name: 'Setujui dan berlakukan' }).click();
  assert.match(await two.locator('main').innerText(), /Disetujui/);
  await pictures(two, 'decree-in-force');

  const auditor = await signedIn(browser, portal, 'auditor');
  await auditor.goto(path.replace('/admin/', '/auditor/'));
  const told = await auditor.locator('main').innerText();
  assert.match(told, /Rahmat Percobaan/);
  assert.match(told, /Halimah Percobaan/);
  await pictures(auditor, 'decree-auditor');
  for (const page of [one, two, auditor]) {
    untroubled(page);
    await page.context().close();
  }
});
