// Files a request the way a person does: answers what each page asks, presses the main button, reads what comes back.

import assert from 'node:assert/strict';

export const NUMBER = /\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-20\d\d-\d{4,}\b/;

// A grey picture of one pixel stands for every document asked for.
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64',
);

export const APPLICANT = {
  applicant_kind: 'individual', by_proxy: 'no', full_name: 'Siti Rahma', nik: '7371014506900001', address: 'Jalan Mawar 5',
  city: 'Makassar', phone: '081234567890', email: 'siti@example.org', subject: 'Anggaran pengadaan makan',
  items: 'Rincian anggaran pengadaan makan tahun 2025', purpose: 'Penelitian', access_mode: 'copy_digital',
  delivery_mode: 'email', unit: 'unknown',
};

/** Walks from `/permohonan/baru` to the confirmation. `each(page)` is called on every page on the way. */
export async function file(page, answers = APPLICANT, each = async () => {}) {
  await page.goto('/permohonan/baru');
  for (let step = 0; step < 16; step += 1) {
    await each(page);
    const number = NUMBER.exec(await page.locator('main').innerText())?.[0];
    if (number) return { number, steps: step };
    const before = page.url();
    await answer(page, answers);
    await page.locator('main .govuk-button:not(.govuk-button--secondary)').first().click();
    await page.waitForLoadState();
    const problem = page.locator('.govuk-error-summary');
    assert.equal(await problem.count(), 0, `${before} refused: ${await problem.allInnerTexts()}`);
  }
  throw new Error(`no registration number after 16 pages; the last was ${page.url()}`);
}

/** Fills in every field of the page that the answers name; a list of answers fills as many fields of that name. */
async function answer(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    if (Array.isArray(value)) {
      await answerEach(page, name, value);
      continue;
    }
    const fields = page.locator(`main [name="${name}"], main [name^="${name}["]`);
    if ((await fields.count()) === 0) continue;
    const field = fields.first();
    const type = await field.evaluate((one) => (one.tagName === 'SELECT' ? 'select' : one.type));
    if (type === 'radio' || type === 'checkbox') await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (type === 'select') await field.selectOption(value);
    else await field.fill(value);
  }
  for (const upload of await page.locator('main input[type=file]').all()) {
    await upload.setInputFiles({ name: 'ktp.png', mimeType: 'image/png', buffer: PICTURE });
  }
}

/** One field for each text, asking the page for another field where there are too few. */
async function answerEach(page, name, texts) {
  const fields = page.locator(`main textarea[name="${name}"]`);
  if ((await fields.count()) === 0) return;
  for (const [index, text] of texts.entries()) {
    if ((await fields.count()) <= index) await page.locator('main button[value=tambah]').click();
    await fields.nth(index).fill(text);
  }
}
