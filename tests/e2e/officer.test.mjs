// An officer at a desk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, signedIn } from './lib/browser.mjs';
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

/** Registers a request that came to the desk; returns the path of its page. */
async function register(page, subject) {
  await page.goto('/petugas/permohonan/baru');
  for (const [field, text] of Object.entries({
    full_name: 'Rewa Contoh', nik: '7371011203900001', address: 'Jl. Contoh 1', phone: '081200000000',
    subject, items: 'Jumlah kunjungan tahun 2024\nJumlah kunjungan tahun 2025', purpose: 'Penelitian',
  })) {
    await page.locator(`#${field}`).fill(text);
  }
  await page.getByLabel('Salinan cetak').check();
  await page.getByLabel('Mengambil langsung').check();
  await page.locator('#file_identity').setInputFiles({ name: 'ktp.txt', mimeType: 'text/plain', buffer: Buffer.from('contoh') });
  await page.locator('main form button[type=submit]').click();
  const { pathname } = new URL(page.url());
  assert.match(pathname, /\/tanda-terima$/, await page.locator('main').innerText());
  return pathname.replace('/tanda-terima', '');
}

/** Takes a plain step. */
async function step(page, path, slug, fields = {}) {
  await page.goto(`${path}/${slug}`);
  for (const [field, text] of Object.entries(fields)) await page.locator(`#${field}`).fill(text);
  await page.locator('main form[method=post] button[type=submit]').click();
  assert.equal(new URL(page.url()).pathname, path, await page.locator('main').innerText());
}

for (const js of [true, false]) {
  test(`a walk-in is registered, answered and published ${js ? 'at a desk' : 'on a phone without JavaScript'}`, async () => {
    const page = await signedIn(browser, portal, 'officer', { js, viewport: js ? 'desk' : 'phone' });
    const subject = `Kunjungan ${js ? 'meja' : 'telepon'} ${Date.now()}`;
    const look = async (name) => {
      if (js) await axe(page);
      await shot(page, `officer-${name}-${js ? 'desk' : 'phone'}`);
    };
    const path = await register(page, subject);
    await look('receipt');
    await page.goto(path);
    await look('case');
    await step(page, path, 'lengkap');

    await page.goto(`${path}/jawab`);
    for (const item of [1, 2]) await page.locator(`#answer_${item}`).fill(`Jumlahnya ${item}00.`);
    await page.locator('#outcome_1').check();
    await page.locator('[id="files[1]"]').setInputFiles({ name: 'data.csv', mimeType: 'text/csv', buffer: Buffer.from('tahun,jumlah\n2024,100\n') });
    await page.locator('button[value=periksa]').click();
    await look('answer-fault');
    assert.equal(await page.locator('.govuk-error-summary__list a').getAttribute('href'), '#outcome_2');
    assert.match(await page.locator('.tb-kept').innerText(), /data\.csv/, 'the file is kept');
    await page.locator('#outcome_2').check();
    await page.locator('button[value=periksa]').click();
    await look('answer-check');
    assert.match(await page.locator('.tb-sheet').innerText(), /Rewa Contoh[^]*data\.csv[^]*200/);
    await page.locator('main form button[type=submit]').click();
    assert.equal(new URL(page.url()).pathname, path);

    const today = await page.evaluate(() => new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' }));
    const [year, month, day] = today.split('-');
    await step(page, path, 'serahkan', { on: day, on_month: month, on_year: year, proof: 'Diambil sendiri' });
    await page.goto(`${path}/tutup`);
    await page.locator('#basis').check();
    await page.locator('#note').fill('Menerima di meja');
    await page.locator('main form[method=post] button[type=submit]').click();

    await page.goto(`${path}/umumkan`);
    await page.locator('#answer').fill('Kepada Rewa Contoh: 100 dan 200.');
    await page.locator('main form button[type=submit]').click();
    assert.equal(await page.locator('.govuk-error-summary__list a').getAttribute('href'), '#answer', 'the name is caught');
    await page.locator('#answer').fill('100 dan 200.');
    await page.locator('#files').check();
    await page.locator('main form button[type=submit]').click();
    await look('publish-check');
    await page.locator('main form button[type=submit]').click();
    await look('published');

    const visitor = await person(browser, { baseUrl: portal.baseUrl, js });
    await visitor.goto(`/permohonan/${path.split('/').at(-1)}`);
    assert.equal(await visitor.locator('h1').innerText(), subject);
    const text = await visitor.locator('main').innerText();
    assert.ok(text.includes('data.csv') && !text.includes('Rewa'), text);
    untroubled(page);
    await visitor.context().close();
    await page.context().close();
  });
}
