// @ts-check
// Sends a file in parts: what has arrived stays, whatever becomes of the line.

import { FIRST_BYTES, MOST_TRIES, pauseAfterLoss, sizeAfter, sizeAfterLoss } from './g.js';

const PATIENCE_MS = 120_000;
const OFFSET = 'Upload-Offset';
const TYPE = 'Content-Type';

/** The cause is what the site said; nothing where the line is dead or the notes are locked. */
class Unsent extends Error {
  name = 'Unsent';
}

/**
 * Returns the address of what was kept. The same file again goes on where it stood.
 * @param {File} file @param {string} begin @param {object} told
 * @param {{ token: string, signal: AbortSignal, tell(offset: number, place: string): void }} with
 */
export async function send(file, begin, told, { token, signal, tell }) {
  let size = FIRST_BYTES;
  let losses = 0;

  async function lost() {
    losses += 1;
    if (losses === MOST_TRIES) throw new Unsent();
    size = sizeAfterLoss(size, losses);
    await new Promise((go) => setTimeout(go, pauseAfterLoss(losses, Math.random())));
  }

  /**
   * @param {string} method @param {string} to @param {BodyInit} [body] @param {object} [head]
   */
  async function ask(method, to, body, head) {
    const headers = { 'X-CSRFToken': token, ...head };
    const limited = AbortSignal.any?.([signal, AbortSignal.timeout(PATIENCE_MS)]) ?? signal;
    /** @type {RequestInit} */
    const question = { method, body, headers, redirect: 'manual', signal: limited };
    const answer = await fetch(to, question).catch(() => null);
    signal.throwIfAborted();
    if (answer?.ok || answer?.headers.has(OFFSET)) return answer;
    const said = await answer?.json().catch(() => null);
    if (said?.message || Number(answer?.status) < 500) throw new Unsent('', { cause: said });
    await lost();
  }

  const json = { [TYPE]: 'application/json' };
  let answer;
  while (!answer) answer = await ask('POST', begin, JSON.stringify(told), json);
  const place = answer.headers.get('Location') ?? '';
  let offset = Number(answer.headers.get(OFFSET));
  for (;;) {
    tell(offset, place);
    const began = Date.now();
    const part = { [TYPE]: 'application/offset+octet-stream', [OFFSET]: `${offset}` };
    answer = offset === file.size
      ? await ask('POST', place)
      : await ask('PATCH', place, file.slice(offset, offset + size), part);
    const kept = answer?.headers.get('Location');
    if (kept) return kept;
    const heard = answer ?? (await ask('HEAD', place));
    const stands = Number(heard?.headers.get(OFFSET) ?? offset);
    if (stands > offset) losses = 0;
    else if (answer) await lost();
    if (answer) size = sizeAfter(size, Date.now() - began);
    offset = stands;
  }
}
