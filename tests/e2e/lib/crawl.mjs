// Finds the pages by following links, as a visitor would: one address for each shape, so that 300 cases count as one page.

/** The shape of an address: `/permohonan/LAPAS-MAKASSAR-2026-0012` and its sisters are one. */
export function shape(path) {
  const parts = path.split('/').map((part) => {
    if (/-\d{4}-\d{4,}$/.test(part)) return '{nomor}';
    if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(part)) return '{id}';
    if (/^\d+$/.test(part)) return '{n}';
    return part;
  });
  if (parts[1] === 'unit' && parts[2]) parts[2] = '{unit}';
  return parts.join('/');
}

/**
 * Follows links from the path `start`, breadth first, with GET only, as the person of `page`, who is on the portal already. Returns the path of one page for each shape.
 * Filters (`?…`) and downloads are left out; other languages are asked for by the caller.
 */
export async function crawl(page, start, { limit = 80 } = {}) {
  const { origin } = new URL(page.url());
  const queue = [start];
  const seen = new Set(queue.map(shape));
  const pages = [];
  while (queue.length && pages.length < limit) {
    const path = queue.shift();
    const answer = await page.request.get(new URL(path, origin).href, { maxRedirects: 5 });
    const type = answer.headers()['content-type'] ?? '';
    if (!answer.ok()) throw new Error(`a link leads to ${path}, which answers ${answer.status()}`);
    if (!type.startsWith('text/html')) continue;
    pages.push(path);
    for (const href of links(await answer.text())) {
      const url = new URL(href, answer.url());
      const fresh = url.origin === origin && !url.search && !seen.has(shape(url.pathname));
      if (fresh) {
        seen.add(shape(url.pathname));
        queue.push(url.pathname);
      }
    }
  }
  return pages;
}

function links(html) {
  const tags = html.match(/<a\s[^>]*>/gi) ?? [];
  return tags
    .filter((tag) => !/\sdownload[\s=>]/i.test(tag))
    .map((tag) => /\shref\s*=\s*"([^"#]+)/i.exec(tag)?.[1].replaceAll('&amp;', '&'))
    .filter((href) => href && !/^(mailto|tel):/.test(href));
}
