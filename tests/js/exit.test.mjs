// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { end, shiftCounter } from '../../static/js/x.js';

/**
 * Presses the keys one after another, a second apart, and returns the last count.
 * @param {ReturnType<typeof shiftCounter>} counter @param {string[]} keys
 */
function press(counter, keys, pause = 1000) {
  let count = 0;
  let at = 10_000;
  for (const key of keys) {
    counter.down(key, false);
    count = counter.up(key, (at += pause));
  }
  return count;
}

test('three presses of Shift are counted', () => {
  assert.equal(press(shiftCounter(), ['Shift', 'Shift', 'Shift']), 3);
});

test('another key between them starts again', () => {
  assert.equal(press(shiftCounter(), ['Shift', 'Shift', 'a', 'Shift']), 1);
});

test('a pause of more than five seconds starts again', () => {
  assert.equal(press(shiftCounter(), ['Shift', 'Shift', 'Shift'], 5001), 1);
});

test('capital letters do not count', () => {
  const counter = shiftCounter();
  for (const letter of ['A', 'B', 'C', 'D']) {
    counter.down('Shift', false);
    counter.down(letter, false);
    counter.up(letter, 10_000);
    assert.equal(counter.up('Shift', 10_001), 0);
  }
});

test('holding Shift down is one press', () => {
  const counter = shiftCounter();
  counter.down('Shift', false);
  for (let i = 0; i < 20; i += 1) counter.down('Shift', true);
  assert.equal(counter.up('Shift', 10_000), 1);
});

test('choosing text with Shift and a pointer does not count', () => {
  const counter = shiftCounter();
  counter.down('Shift', false);
  counter.other();
  assert.equal(counter.up('Shift', 10_000), 0);
});

test('left and right Shift together count once each', () => {
  const counter = shiftCounter();
  counter.down('Shift', false);
  counter.down('Shift', false);
  assert.equal(counter.up('Shift', 10_000), 1);
  assert.equal(counter.up('Shift', 10_001), 2);
});

/**
 * Ends a session in a browser that takes so many bytes; returns what it took.
 * @param {number} most
 */
function endWith(most) {
  const taken = /** @type {string[][]} */ ([]);
  const sendBeacon = (/** @type {string} */ _, /** @type {FormData} */ left) => {
    const fits = [...left.values()].join('').length <= most;
    if (fits) taken.push([...left.keys()]);
    return fits;
  };
  Object.defineProperty(globalThis, 'navigator', { value: { sendBeacon }, configurable: true });
  const typed = new FormData();
  typed.set('note', 'four');
  return { isTold: end(typed), taken };
}

test('what was typed goes along where it fits', () => {
  assert.deepEqual(endWith(4), { isTold: true, taken: [['note']] });
});

test('the session ends without it where it does not fit', () => {
  assert.deepEqual(endWith(3), { isTold: true, taken: [[]] });
});

test('where a browser takes nothing the way out by an address is left', () => {
  assert.deepEqual(endWith(-1), { isTold: false, taken: [] });
});
