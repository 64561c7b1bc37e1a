// @ts-check
// Keeps a visit to one entry of the history, and what was typed until it is wanted again.
// Everything here also works without this file, one page after the other.

import { end, send, typedAt } from './x.js';

const SAVE_EVERY_MS = 120_000;
const WARN_BEFORE_MS = 120_000;
/** @type {{ createHTML(html: string): string } | undefined} */
const ours = globalThis.trustedTypes?.createPolicy('h', { createHTML: (html) => html });
let isLeaving = false;
let isSending = false;

/** What was typed, for this page to give back; the session goes on. */
function keep() {
  const left = typedAt(location.pathname);
  if (!left.has('_p')) return;
  left.set('_k', '1');
  send(left);
}

/** What a page needs once it stands there, the first time or after an answer to a form. */
function furnish() {
  if (document.querySelector('[type=file], .veil, .pick, .typed')) import('./f.js').then((fields) => fields.fit());
  if (document.querySelector('[data-picker]')) import('./p.js').then((picked) => picked.fit());
  if (document.querySelector('.cover')) import('./r.js').then((parts) => parts.fit());
  /** @type {HTMLElement | null} */ (document.querySelector('[role=alert]'))?.focus();
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = event.target instanceof Element && event.target.closest('a');
  const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !isPlain || event.defaultPrevented || link.origin !== location.origin) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  location.replace(link.href);
}

/**
 * The page that came back instead of an onward address: it has something to mend or to show.
 * @param {string} html
 */
function redraw(html) {
  const page = new DOMParser().parseFromString(/** @type {any} */ (ours?.createHTML(html) ?? html), 'text/html');
  const main = page.querySelector('main');
  if (!main) throw new Error('no page');
  document.title = page.title;
  const { lang } = page.documentElement;
  if (lang === document.documentElement.lang) document.querySelector('main')?.replaceWith(main);
  else document.body.replaceChildren(...page.body.children);
  document.documentElement.lang = lang;
  furnish();
  scrollTo(0, 0);
}

/**
 * A file is never read as a page: somebody else may have written it.
 * @param {Response} answer
 */
function pageIn(answer) {
  const isPage = answer.headers.get('Content-Type')?.startsWith('text/html');
  if (!isPage || answer.headers.has('Content-Disposition')) throw new Error('no page');
  return answer.text();
}

/** @param {SubmitEvent} event */
async function submit(event) {
  const form = event.target;
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
  isLeaving = true;
  if (form.enctype !== 'application/x-www-form-urlencoded' || 'plain' in form.dataset) return;
  event.preventDefault();
  if (isSending) return; // On a slow line a button is pressed again.
  isSending = true;
  try {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Rata': '1' } });
    const onward = answer.headers.get('X-Lanjut');
    const page = onward ? '' : await pageIn(answer);
    if (!form.isConnected) return; // Whoever left meanwhile is not brought back.
    if (onward) return location.replace(onward);
    redraw(page);
    isLeaving = isSending = false;
  } catch {
    if (!form.isConnected) return;
    form.dataset.plain = ''; // The line broke, or the answer was no page: once more without us.
    form.requestSubmit(button);
  }
}

/**
 * Locks by itself, after a word of warning; typing counts as being here.
 * @param {number} seconds
 */
function lockAfter(seconds) {
  const strip = () => document.getElementById('idle');
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  let seen = Date.now();
  const wait = () => {
    clearTimeout(timer);
    strip()?.setAttribute('hidden', '');
    timer = setTimeout(warn, seconds * 1000 - WARN_BEFORE_MS);
  };
  const warn = () => {
    keep();
    strip()?.removeAttribute('hidden');
    timer = setTimeout(lock, WARN_BEFORE_MS);
  };
  const lock = () => {
    isLeaving = true;
    location.replace(end(typedAt(location.pathname)) ? '/' : '/keluar');
  };
  addEventListener('click', (event) => {
    if (!(event.target instanceof Element && event.target.closest('#idle button'))) return;
    fetch(location.href, { method: 'HEAD' });
    wait();
  });
  addEventListener('input', () => {
    if (Date.now() - seen < SAVE_EVERY_MS) return;
    seen = Date.now();
    keep();
    wait();
  });
  addEventListener('sent', wait); // A part of a file that arrived is a request of hers.
  wait();
}

function start() {
  const chosen = document.getElementById('exit')?.dataset ?? {};
  furnish();
  addEventListener('pagehide', () => isLeaving || keep());
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  if (chosen.lock) lockAfter(Number(chosen.lock));
  if (chosen.flat === undefined) return;
  addEventListener('click', follow);
  addEventListener('submit', submit);
}

start();
