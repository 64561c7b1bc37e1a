// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { sha256 } from '../../static/js/s.js';

/** @param {Uint8Array} bytes @param {number} [step] */
function digest(bytes, step = bytes.length || 1) {
  const hash = sha256();
  for (let at = 0; at < bytes.length; at += step) hash.update(bytes.subarray(at, at + step));
  return hash.finish();
}

/** @param {Uint8Array} bytes */
const known = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that follow no pattern of 64. @param {number} length */
const someBytes = (length) => Uint8Array.from({ length }, (_, at) => (at * at * 31 + at * 7) >>> 3);

// Short messages of FIPS 180 and of NIST's SHAVS, their digests as published.
const PUBLISHED = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['616263', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['d3', '28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1'],
  ['11af', '5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98'],
  ['b4190e', 'dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2'],
  ['74ba2521', 'b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e'],
];

test('published messages have their published digests', () => {
  for (const [message, expected] of PUBLISHED) {
    assert.equal(digest(Buffer.from(message, 'hex')), expected);
  }
});

test('every length up to several blocks has the digest Node gives it', () => {
  for (let length = 0; length <= 300; length += 1) {
    const bytes = someBytes(length);
    assert.equal(digest(bytes), known(bytes), `${length} bytes`);
  }
});

test('pieces of any length make the same digest', () => {
  const bytes = someBytes(1000);
  for (const step of [1, 3, 55, 56, 63, 64, 65, 127, 999]) {
    assert.equal(digest(bytes, step), known(bytes), `pieces of ${step}`);
  }
});

test('a file of some slices has the digest Node gives it', () => {
  const bytes = someBytes(3 * (1 << 20) + 17);
  assert.equal(digest(bytes, 1 << 20), known(bytes));
});

test('a length of more than 32 bits is counted whole', () => {
  const hash = sha256();
  const other = createHash('sha256');
  const slice = someBytes(1 << 20);
  for (let count = 0; count < 513; count += 1) {
    hash.update(slice);
    other.update(slice);
  }
  assert.equal(hash.finish(), other.digest('hex'));
});
