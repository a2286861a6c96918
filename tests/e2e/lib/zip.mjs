// A ZIP read the way a program that trusts nobody does: by its central directory, each content checked against its CRC.

import assert from 'node:assert/strict';
import { crc32, inflateRawSync } from 'node:zlib';

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const STORED = 0;
const DEFLATED = 8;

/** The files of an archive: a Map of name to Buffer, in its order. */
export function unzip(archive) {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  assert.equal(archive.readUInt32LE(end), END, 'no ZIP, or one that was cut off');
  const files = new Map();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(archive.readUInt32LE(at), CENTRAL);
    const [method, crc, packed, size] = [archive.readUInt16LE(at + 10), ...[16, 20, 24].map((field) => archive.readUInt32LE(at + field))];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    assert.equal(archive.readUInt32LE(local), LOCAL);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(from, from + packed);
    assert.ok(method === STORED || method === DEFLATED, `${name} is packed by method ${method}`);
    const content = method === STORED ? bytes : inflateRawSync(bytes);
    assert.equal(content.length, size, name);
    assert.equal(crc32(content), crc, `${name} is damaged`);
    assert.ok(!files.has(name), `${name} stands twice`);
    files.set(name, content);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
