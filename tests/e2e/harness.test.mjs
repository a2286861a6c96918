// The checks themselves, on pages made to fail them: a check that can't fail proves nothing.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, person } from './lib/browser.mjs';
import { axe, budget, fitsNarrow, keepsMargin, untroubled } from './lib/checks.mjs';
import { crawl, shape } from './lib/crawl.mjs';
import { file } from './lib/filing.mjs';
import { tabTo, tour } from './lib/keyboard.mjs';

const page = (body, head = '') =>
  `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Uji</title>${head}</head><body>${body}</body></html>`;
const good = page('<main><h1>Uji</h1><p>Teks biasa.</p></main>');
const html = { 'content-type': 'text/html; charset=utf-8' };
const strict = { ...html, 'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'" };

const STOPS = `<main><h1>Uji</h1><a href="/good">a</a> <label><input type="radio" name="r" value="1">b</label>
  <label><input type="radio" name="r" value="2">c</label> <input id="q" name="q"><button>d</button><input type="hidden" name="h"></main>`;

const PAGES = {
  '/good': () => [strict, good],
  '/no-alt': () => [strict, page('<main><h1>Uji</h1><img src="/pixel"></main>')],
  '/undecided': () => [html, page('<main style="background:linear-gradient(#fff,#888)"><h1>Uji</h1><p>Teks</p></main>')],
  '/margin': () => [html, page('<main style="margin:0 30px"><h1>Uji</h1></main>')],
  '/edge': () => [html, page('<main style="margin:0 auto;max-width:1180px"><h1>Uji</h1></main>', '<style>@media (max-width: 1100px) { main { margin: 0 30px !important } }</style>')],
  '/wide': () => [html, page('<main><h1>Uji</h1><div style="width:500px">lebar</div></main>')],
  '/heavy': () => [html, page(`<main><h1>Uji</h1><!-- ${'x'.repeat(40_000)} --></main>`)],
  '/packed': () => [{ ...html, 'content-encoding': 'gzip' }, gzipSync(page(`<main><h1>Uji</h1><!-- ${'x'.repeat(40_000)} --></main>`))],
  '/many': () => [html, page(`<main><h1>Uji</h1>${[1, 2, 3, 4].map((n) => `<img alt="" src="/pixel?${n}">`).join('')}</main>`)],
  '/script': () => [strict, page('<main><h1>Uji</h1></main><script>document.title = "jalan"</script>')],
  '/script-free': () => [html, page('<main><h1>Uji</h1></main><script>document.title = "jalan"</script>')],
  '/stranger': () => [html, page('<main><h1>Uji</h1><img alt="" src="http://127.0.0.1:9/x"></main>')],
  '/stops': () => [html, page(STOPS)],
  '/unseen': () => [html, page(STOPS, '<style>a:focus { outline: 3px solid transparent }</style>')],
  '/trap': () => [html, page(`${STOPS}<script>onkeydown = (press) => { if (document.activeElement.id === 'q') press.preventDefault() }</script>`)],
  '/cookie': (request) => [
    { ...html, 'set-cookie': '__Host-uji=1; Path=/; Secure; HttpOnly; SameSite=Lax' },
    page(`<main><h1>${request.headers.cookie ?? 'none'}</h1></main>`),
  ],
  '/links': () => [html, page(`<main><h1>Uji</h1><a href="/permohonan/A-2026-0001">a</a> <a href="/permohonan/A-2026-0002">b</a>
    <a href="/good#x">c</a> <a class="x" href="/pixel">d</a> <a href="http://127.0.0.1:9/">e</a> <a href="mailto:a@b">f</a></main>`)],
  '/permohonan/A-2026-0001': () => [html, page('<main><h1>A</h1><a href="/links">kembali</a></main>')],
  '/broken': () => [html, page('<main><h1>Uji</h1><a href="/gone">x</a></main>')],
  // A form of two pages, the second asking for a document, then the number.
  '/permohonan/baru': () => [html, page(`<main><h1>Siapa?</h1><form action="/permohonan/baru/2"><input name="full_name" required>
    <label><input type="radio" name="access_mode" value="view">a</label><label><input type="radio" name="access_mode" value="copy_digital">b</label>
    <button class="govuk-button govuk-button--secondary">Tambah</button><button class="govuk-button">Lanjut</button></form></main>`)],
  '/permohonan/baru/2': (request) => [html, page(request.url.includes('full_name=Siti+Rahma&access_mode=copy_digital')
    ? `<main><h1>KTP</h1><form action="/selesai"><input type="file" name="identity"><button class="govuk-button">Kirim</button></form></main>`
    : '<main><p class="govuk-error-summary">salah isi</p></main>')],
  '/selesai': (request) => [html, page(`<main><h1>Terima kasih</h1><p>${request.url.includes('identity=ktp.png') ? 'RUTAN-MAROS-2026-0007' : ''}</p></main>`)],
  '/pixel': () => [{ 'content-type': 'image/svg+xml' }, '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
};

let server;
let browser;
let origin;

before(async () => {
  server = createServer((request, response) => {
    const make = PAGES[new URL(request.url, 'http://x').pathname];
    const [headers, body] = make ? make(request) : [html, ''];
    response.writeHead(make ? 200 : 404, headers).end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

async function on(path, options = {}) {
  const visitor = await person(browser, { baseUrl: origin, ...options });
  await visitor.goto(path);
  return visitor;
}

test('axe passes a sound page under a strict content security policy', async () => {
  const visitor = await on('/good');
  await axe(visitor);
  await fitsNarrow(visitor);
  untroubled(visitor);
});

test('axe reports an image without a text', async () => {
  await assert.rejects(axe(await on('/no-alt')), /violation image-alt/);
});

test('axe reports what it could not decide', async () => {
  await assert.rejects(axe(await on('/undecided')), /undecided color-contrast/);
});

test('a page wider than the screen is refused', async () => {
  await assert.rejects(fitsNarrow(await on('/wide')), /500|wide on a 320 px screen/);
});

test('a page whose text touches the edge is refused', async () => {
  await keepsMargin(await on('/margin'));
  await assert.rejects(keepsMargin(await on('/edge')), /px beside it on 1200 px/);
});

test('the budget refuses a heavy page and one with many requests', async () => {
  await assert.rejects(budget(browser, `${origin}/heavy`), /the limit is 30000/);
  await assert.rejects(budget(browser, `${origin}/many`), /5 requests, the limit is 4/);
});

test('the budget weighs bytes as sent, not as unpacked', async () => {
  const { bytes, requests } = await budget(browser, `${origin}/packed`);
  assert.ok(bytes > 100 && bytes < 2_000, `${bytes}`);
  assert.equal(requests, 1);
});

test('refusals by the policy and requests to strangers are problems', async () => {
  assert.throws(() => untroubled({ problems: ['x'], url: () => 'x' }));
  const refused = await on('/script');
  assert.match(refused.problems.join(), /Content Security Policy/);
  const strayed = await on('/stranger');
  assert.match(strayed.problems.join(), /another host/);
});

test('the keyboard reaches every stop, and a page that hides or holds the focus is refused', async () => {
  await tour(await on('/stops'));
  assert.equal((await tabTo(await on('/stops'), { name: 'q' })).tag, 'INPUT');
  await assert.rejects(tour(await on('/unseen')), /the focus is not seen on <a href/);
  await assert.rejects(tour(await on('/trap')), /Shift\+Tab goes|Tab never leaves/);
  await assert.rejects(tabTo(await on('/stops'), { text: 'tidak ada' }, 12), /never comes to/);
});

test('without JavaScript no script runs', async () => {
  assert.equal(await (await on('/script-free')).title(), 'jalan');
  assert.equal(await (await on('/script-free', { js: false })).title(), 'Uji');
});

test('light and dark are asked for', async () => {
  for (const scheme of ['light', 'dark']) {
    const visitor = await on('/good', { scheme });
    assert.equal(await visitor.evaluate((one) => matchMedia(`(prefers-color-scheme: ${one})`).matches, scheme), true);
  }
});

test('a __Host- cookie works over plain http on the loopback address', async () => {
  const visitor = await on('/cookie');
  await visitor.goto('/cookie');
  assert.equal(await visitor.locator('h1').innerText(), '__Host-uji=1');
});

test('the crawl takes one page of each shape, and only pages of the portal', async () => {
  assert.equal(shape('/unit/rutan-maros'), '/unit/{unit}');
  const visitor = await on('/links');
  assert.deepEqual(await crawl(visitor, '/links'), ['/links', '/permohonan/A-2026-0001', '/good']);
});

test('the crawl stumbles over a dead link', async () => {
  await assert.rejects(crawl(await on('/broken'), '/broken'), /\/gone, which answers 404/);
});

test('filing answers what a page asks and brings the number', async () => {
  const visitor = await person(browser, { baseUrl: origin });
  assert.deepEqual(await file(visitor), { number: 'RUTAN-MAROS-2026-0007', steps: 2 });
});
