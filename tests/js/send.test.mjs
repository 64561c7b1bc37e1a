// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { MOST_TRIES } from '../../static/js/g.js';
import { send } from '../../static/js/u.js';

const MIB = 1 << 20;
const PLACE = '/c/a/u/b/';
const KEPT = '/c/a/b/c/';
const content = Uint8Array.from({ length: MIB }, (_, at) => (at * at) >>> 5);
const file = new File([content], 'a.txt');

// Nobody waits here: pauses have their own tests.
Object.assign(globalThis, { setTimeout: queueMicrotask });

/** The other side: what it has, what it was asked, and what the line does to a question. */
class Site {
  /** @type {Uint8Array[]} */
  parts = [];
  /** @type {string[]} */
  asked = [];
  /** @type {(method: string, count: number) => string | Response | undefined} */
  line = () => undefined;

  get offset() {
    return this.parts.reduce((sum, part) => sum + part.length, 0);
  }

  /** @param {number} status @param {Record<string, string>} [more] */
  answer(status, more) {
    return new Response(null, { status, headers: { 'Upload-Offset': `${this.offset}`, ...more } });
  }

  /** @param {string} to @param {RequestInit} question */
  async fetch(to, { method = '', body, headers }) {
    this.asked.push(method);
    const fate = this.line(method, this.asked.length);
    if (fate instanceof Response) return fate;
    if (fate === 'question') throw new TypeError('lost');
    const answer = await this.act(to, method, body, headers);
    if (fate === 'answer') throw new TypeError('lost');
    return answer;
  }

  /** @param {string} to @param {string} method @param {any} body @param {any} headers */
  async act(to, method, body, headers) {
    assert.equal(headers['X-CSRFToken'], 'token');
    if (to === '/c/a/u/') return this.answer(201, { Location: PLACE });
    assert.equal(to, PLACE);
    if (method === 'HEAD') return this.answer(200);
    if (method === 'POST') return new Response(null, { status: 201, headers: { Location: KEPT } });
    if (Number(headers['Upload-Offset']) !== this.offset) return this.answer(409);
    this.parts.push(new Uint8Array(await body.arrayBuffer()));
    return this.answer(204);
  }
}

/** @type {Site} */
let site;
beforeEach(() => {
  site = new Site();
  globalThis.fetch = /** @type {any} */ (site.fetch.bind(site));
});

function sending(signal = new AbortController().signal, tell = () => {}) {
  return send(file, '/c/a/u/', { length: file.size }, { token: 'token', signal, tell });
}

const isWhole = () => Buffer.concat(site.parts).equals(content);
const isUntold = (/** @type {Error} */ error) => error.name === 'Unsent' && !error.cause;
const refusal = () => Response.json({ message: 'Too large.' }, { status: 413 });

test('a file goes in parts that double, then it is finished', async () => {
  assert.equal(await sending(), KEPT);
  assert.deepEqual(site.parts.map((part) => part.length), [MIB / 4, MIB / 2, MIB / 4]);
  assert.ok(isWhole());
});

test('what was begun before goes on where it stood', async () => {
  site.parts = [content.slice(0, 1000)];
  assert.equal(await sending(), KEPT);
  assert.ok(isWhole());
});

for (const fate of ['question', 'answer']) {
  test(`a lost ${fate} loses and doubles nothing, whichever it is`, async () => {
    site.line = (_, count) => (count % 3 === 1 ? fate : undefined);
    assert.equal(await sending(), KEPT);
    assert.ok(isWhole());
  });
}

test('after two losses parts are small, and grow again', async () => {
  site.line = (_, count) => (count === 2 || count === 3 ? 'question' : undefined);
  await sending();
  assert.deepEqual(site.parts.slice(0, 3).map((part) => part.length / 1024), [64, 128, 256]);
});

test('what the site has decides, not what was thought to have arrived', async () => {
  site.line = (method, count) => {
    if (count === 3) site.parts.pop();
    return undefined;
  };
  assert.equal(await sending(), KEPT);
  assert.ok(isWhole());
});

test('a refusal is told in its own words', async () => {
  site.line = (method) => (method === 'PATCH' ? refusal() : undefined);
  await assert.rejects(sending(), { name: 'Unsent', cause: { message: 'Too large.' } });
});

test('a failing site is asked eight times in a row, and not once more', async () => {
  site.line = (method) => (method === 'PATCH' ? new Response(null, { status: 503 }) : undefined);
  await assert.rejects(sending(), isUntold);
  assert.equal(site.asked.filter((method) => method === 'PATCH').length, MOST_TRIES);
});

test('a site that takes nothing in and says so is not asked for ever', async () => {
  site.line = (method) => (method === 'PATCH' ? site.answer(409) : undefined);
  await assert.rejects(sending(), isUntold);
  assert.equal(site.asked.length, MOST_TRIES + 1);
});

test('notes that were locked end it at once', async () => {
  site.line = (method) => (method === 'PATCH' ? new Response(null, { status: 404 }) : undefined);
  await assert.rejects(sending(), isUntold);
  assert.equal(site.asked.length, 2);
});

test('whoever stops it asks nothing more', async () => {
  const stop = new AbortController();
  await assert.rejects(sending(stop.signal, () => stop.abort()), { name: 'AbortError' });
  assert.deepEqual(site.asked, ['POST', 'PATCH']);
});
