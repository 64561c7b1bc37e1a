// @ts-check
// Leaves at once: one press, or Shift three times. Everything here also works without this file.

const PRESSES = 3;
const PAUSE_MS = 5000;
// A browser carries at most 64 KiB at a time for pages that are going; each field has a frame.
const MOST_BYTES = 60_000;
const FRAME_BYTES = 200;
const BEACON = '/b';

/**
 * Counts presses of Shift alone; any other key or click between them starts again.
 * Returns the count after each release.
 */
export function shiftCounter() {
  let count = 0;
  let last = 0;
  let alone = false;
  return {
    /** @param {string} key @param {boolean} repeat */
    down(key, repeat) {
      if (!repeat) alone = key === 'Shift';
    },
    /** @param {string} key @param {number} at */
    up(key, at) {
      const counts = key === 'Shift' && alone;
      count = counts ? (at - last > PAUSE_MS ? 1 : count + 1) : 0;
      last = at;
      return count;
    },
    other() {
      alone = false;
    },
  };
}

/**
 * What stands in the page's question and was not sent: no file, no secret, not too much.
 * @param {string} place
 */
export function typedAt(place) {
  const form = document.getElementById('f');
  const left = new FormData();
  if (!(form instanceof HTMLFormElement) || !form.dataset.typed) return left;
  if (form.querySelector('.veil')) return left;
  const utf8 = new TextEncoder();
  let size = 0;
  new FormData(form).forEach((value, name) => {
    if (typeof value !== 'string') return;
    size += utf8.encode(name + value).length + FRAME_BYTES;
    if (size < MOST_BYTES) left.append(name, value);
  });
  left.set('_p', place);
  return left;
}

/**
 * Hands something over while the page is being torn down; says whether the browser took it.
 * @param {FormData} left
 */
export function send(left) {
  try {
    return navigator.sendBeacon(BEACON, left);
  } catch {
    return false;
  }
}

/**
 * Ends the session. What was typed goes along where it fits: ending matters more.
 * @param {FormData} typed
 */
export function end(typed) {
  return send(typed) || send(new FormData());
}

/** Leaving matters more than any one step of it. @param {() => void} step */
function attempt(step) {
  try {
    step();
  } catch {}
}

/** @param {HTMLAnchorElement} exit */
function watch(exit) {
  const shift = shiftCounter();
  /** @type {BroadcastChannel | undefined} */
  let tabs;
  let gone = false;

  /** @param {boolean} tell */
  function leave(tell) {
    if (gone) return;
    gone = true;
    let typed = new FormData();
    attempt(() => (typed = typedAt(location.pathname)));
    attempt(() => {
      const skeleton = document.querySelector('template');
      document.title = skeleton?.dataset.title ?? '';
      document.body.replaceChildren(skeleton?.content.cloneNode(true) ?? '');
    });
    attempt(() => history.replaceState(null, '', '/cuaca'));
    const isTold = !tell || end(typed);
    attempt(() => sessionStorage.clear());
    attempt(() => tell && tabs?.postMessage(1));
    location.replace((isTold && exit.dataset.to) || exit.href);
  }

  attempt(() => {
    tabs = new BroadcastChannel('x');
    tabs.onmessage = () => leave(false);
  });
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a');
    if (!link || link.href !== exit.href) return;
    event.preventDefault();
    leave(true);
  }, true);
  addEventListener('input', (event) => {
    const form = event.target instanceof Element && event.target.closest('form');
    if (form) form.dataset.typed = '1';
  }, true);
  if (exit.dataset.keys === undefined) return;
  addEventListener('pointerdown', shift.other, true);
  addEventListener('keydown', (event) => shift.down(event.key, event.repeat), true);
  addEventListener('keyup', (event) => {
    const count = shift.up(event.key, event.timeStamp);
    const status = document.getElementById('keys');
    if (status) status.textContent = count === PRESSES - 1 ? (status.dataset.say ?? '') : '';
    if (count === PRESSES) leave(true);
  }, true);
}

/** Runs once per page. */
function start() {
  const exit = document.getElementById('exit');
  if (!(exit instanceof HTMLAnchorElement)) return;
  watch(exit);
  if ('covers' in exit.dataset) import('./c.js');
}

if (typeof document !== 'undefined') start();
