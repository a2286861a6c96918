// The portal's own words, read from templates/messages, so that one journey goes through either language.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const MESSAGES = new URL('../../../templates/messages/', import.meta.url).pathname;
export const LANGUAGES = ['id', 'en'];

/** Every text of one language by its key; one that depends on a number is left out, since nothing here asks for it. */
function load(lang) {
  const texts = new Map();
  for (const name of readdirSync(join(MESSAGES, lang))) {
    let table = name.replace(/\.toml$/, '');
    for (const line of readFileSync(join(MESSAGES, lang, name), 'utf8').split('\n')) {
      const [, inner] = /^\[(.+)\]$/.exec(line) ?? [];
      if (inner) table = `${name.replace(/\.toml$/, '')}.${inner}`;
      const [, key, text] = /^(\w+) = (".*")$/.exec(line) ?? [];
      if (key) texts.set(`${table}.${key}`, JSON.parse(text));
    }
  }
  return texts;
}

const texts = Object.fromEntries(LANGUAGES.map((lang) => [lang, load(lang)]));
const roots = new Set([...texts.id.keys()].map((key) => key.split('.')[0]));
// `auditor.chain.title` and the like, for any file of messages, whether the key exists or not.
const RAW_KEY = new RegExp(`(?<![\\w@./-])(?:${[...roots].join('|')})\\.[a-z_]+(?:\\.[a-z0-9_]+)*`);
// Long enough that no other text holds it by chance, and the same in every case.
const telling = (lang, other) => [...texts[lang]]
  .filter(([key, text]) => text.length > 20 && !/[{<]/.test(text) && text !== texts[other].get(key));
const foreign = { id: telling('en', 'id'), en: telling('id', 'en') };

/** What the portal says under `key` in the language of the person of `page`, with `values`; up to the first value not given. */
export function says(page, key, values = {}) {
  const text = texts[page.lang].get(key);
  assert.ok(text, `no ${page.lang} text ${key}`);
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole).split('{')[0];
}

/** The page is in `lang` and says so; nothing of the portal stands there as a key or in the other language. */
export async function speaks(page, lang = page.lang) {
  const { declared, text } = await page.evaluate((own) => {
    const parts = document.body.cloneNode(true);
    for (const other of parts.querySelectorAll(`script, style, [lang]:not([lang=${own}])`)) other.remove();
    return { declared: document.documentElement.lang, text: parts.textContent.replaceAll(/\s+/g, ' ') };
  }, lang);
  assert.equal(declared, lang, `${page.url()} names its language`);
  assert.equal(RAW_KEY.exec(text)?.[0], undefined, `${page.url()} shows a key`);
  const strays = foreign[lang].filter(([, other]) => text.includes(other));
  assert.deepEqual(strays, [], `${page.url()} speaks another language than ${lang}`);
}
