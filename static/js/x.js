// @ts-check
// Leaves at once: one press, or Shift three times. Everything here also works without this file.

const PRESSES = 3;
const PAUSE_MS = 5000;

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

/** @param {() => void} step */
function attempt(step) {
  try {
    step();
  } catch {
    // Each step stands alone: leaving matters more than any one of them.
  }
}

/** @param {HTMLAnchorElement} exit */
function watch(exit) {
  const shift = shiftCounter();
  const skeleton = document.querySelector('template');
  const status = document.getElementById('keys');
  /** @type {BroadcastChannel | undefined} */
  let tabs;
  let left = false;

  /** @param {boolean} tell */
  function leave(tell) {
    if (left) return;
    left = true;
    attempt(() => {
      document.title = skeleton?.dataset.title ?? '';
      document.body.replaceChildren(skeleton?.content.cloneNode(true) ?? '');
    });
    attempt(() => history.replaceState(null, '', '/cuaca'));
    attempt(() => sessionStorage.clear());
    if (tell) attempt(() => tabs?.postMessage(1));
    location.replace(exit.href);
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
  addEventListener('pointerdown', shift.other, true);
  addEventListener('keydown', (event) => shift.down(event.key, event.repeat), true);
  addEventListener('keyup', (event) => {
    const count = shift.up(event.key, event.timeStamp);
    if (status) status.textContent = count === PRESSES - 1 ? (status.dataset.say ?? '') : '';
    if (count === PRESSES) leave(true);
  }, true);
}

/**
 * Until a file is chosen the browser says so in its own language, which may not be hers.
 * @param {HTMLInputElement} picker
 */
function hush(picker) {
  const show = () => picker.classList.toggle('empty', !picker.value);
  picker.addEventListener('change', show);
  show();
}

/**
 * Uncovered, a secret keeps what was typed.
 * @param {Element} veil
 */
function lift(veil) {
  const [covered, box] = veil.querySelectorAll('input');
  const [lines] = veil.querySelectorAll('textarea');
  box.addEventListener('change', () => {
    const [from, to] = box.checked ? [covered, lines] : [lines, covered];
    to.value = from.value;
    from.value = '';
  });
}

/** Runs once per page. */
function start() {
  const exit = document.getElementById('exit');
  if (exit instanceof HTMLAnchorElement) watch(exit);
  document.querySelectorAll('input[type=file]').forEach((picker) => {
    if (picker instanceof HTMLInputElement) hush(picker);
  });
  document.querySelectorAll('.veil').forEach(lift);
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    document.documentElement.classList.add('gone');
    location.reload();
  });
  /** @type {HTMLElement | null} */ (document.querySelector('[role=alert]'))?.focus();
}

if (typeof document !== 'undefined') start();
