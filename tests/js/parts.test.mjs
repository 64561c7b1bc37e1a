// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FIRST_BYTES, MOST_TRIES, pauseAfterLoss, sizeAfter, sizeAfterLoss } from '../../static/js/g.js';

const KIB = 1024;

test('parts begin at 256 KiB and double up to 8 MiB while the line is quick', () => {
  const sizes = [FIRST_BYTES];
  for (let count = 0; count < 6; count += 1) sizes.push(sizeAfter(sizes[count], 300));
  assert.deepEqual(sizes, [256, 512, 1024, 2048, 4096, 8192, 8192].map((size) => size * KIB));
});

test('a part that took long is followed by one of its size', () => {
  assert.equal(sizeAfter(512 * KIB, 2000), 512 * KIB);
});

test('one that took so long that a larger one might never arrive is followed by half of it', () => {
  assert.equal(sizeAfter(8192 * KIB, 21_000), 4096 * KIB);
  assert.equal(sizeAfter(64 * KIB, 60_000), 64 * KIB);
});

test('one loss changes nothing, from the second on parts have 64 KiB', () => {
  assert.equal(sizeAfterLoss(1024 * KIB, 1), 1024 * KIB);
  for (let losses = 2; losses <= MOST_TRIES; losses += 1) {
    assert.equal(sizeAfterLoss(1024 * KIB, losses), 64 * KIB);
  }
});

test('pauses double from half a second to thirty', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8].map((losses) => pauseAfterLoss(losses, 1));
  assert.deepEqual(longest, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test('chance takes up to half of a pause away', () => {
  assert.equal(pauseAfterLoss(3, 0), 1000);
  assert.equal(pauseAfterLoss(3, 0.5), 1500);
});
