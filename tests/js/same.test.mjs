// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compare, distance } from '../../static/js/p.js';

const kept = { compare: 'a'.repeat(64), pdq: '0'.repeat(64) };
const other = 'b'.repeat(64);

test('a distance counts the bits that differ', () => {
  assert.equal(distance(kept.pdq, kept.pdq), 0);
  assert.equal(distance(kept.pdq, 'f'.repeat(64)), 256);
  assert.equal(distance(kept.pdq, `8${'0'.repeat(62)}3`), 3);
});

const FOUND = [
  ['the same bytes', { sha256: kept.compare, pdq: 'f'.repeat(64) }, ['same']],
  ['31 bits apart', { sha256: other, pdq: '7fffffff'.padEnd(64, '0') }, ['alike']],
  ['32 bits apart', { sha256: other, pdq: 'ffffffff'.padEnd(64, '0') }, ['other']],
  ['a browser that cannot look', { sha256: other, problem: 'canvas' }, ['other', 'canvas']],
  ['a picture that does not open', { sha256: other, problem: 'decode' }, ['other', 'decode']],
  ['no picture', { sha256: other }, ['other', 'decode']],
];

for (const [what, found, said] of /** @type {[string, any, string[]][]} */ (FOUND)) {
  test(`of ${what} it is said: ${said.join(', ')}`, () => {
    assert.deepEqual(compare(kept, found), said);
  });
}

test('of a file that is no picture only the bytes are compared', () => {
  assert.deepEqual(compare({ compare: kept.compare }, { sha256: other }), ['other']);
});
