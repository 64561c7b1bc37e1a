// @ts-check
// Fingerprints of files that never leave the phone. The page has
//
// - a form with `data-fingerprint`, whose file picker has no name: the inputs `sha256`, `size`,
//   `media_type`, `pdq`, `pdq_quality` and `pdq_method` are filled in once a file was chosen, and
//   the question for a `typed` fingerprint is folded away; or
// - a form with `data-compare`, the SHA-256 of what is kept, and for a picture `data-pdq`.
//
// Either has `data-worker`, the address of the worker, and a hidden block with `data-picker`, which
// is shown where this script runs: the picker, and an element with role=status that says
// what the form has in: `data-wait` while it looks, then
//
// - of a fingerprint `data-done`, `data-weak` (there is little to see in the picture),
//   `data-canvas` (this browser cannot look at pictures) or `data-decode` (nor can it open this
//   one): the SHA-256 is there in all four;
// - of a comparison `data-same`, `data-alike`, or `data-other`, to which `data-canvas` or
//   `data-decode` is added where a picture could not be looked at;
// - of both `data-failed`: the file could not be read.
//
// Buttons that send the form rest meanwhile.

import { measure } from './m.js';

const LOOKS_ALIKE = 31;
const LEAST_QUALITY = 50;

/**
 * `problem` says why a picture has no `pdq`: this browser cannot, or the file does not open.
 * @typedef {{ sha256: string, pdq?: string, quality?: number, method?: string,
 *   problem?: 'canvas' | 'decode' }} Measured
 */

/** In how many of its bits one PDQ differs from another. @param {string} a @param {string} b */
export function distance(a, b) {
  return (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
}

/**
 * One of the two is enough: what was typed is gone once a file was chosen.
 * @param {HTMLFormElement} form @param {boolean} isPicked
 */
function fold(form, isPicked) {
  const typed = form.elements.namedItem('typed');
  if (!(typed instanceof HTMLInputElement)) return;
  if (isPicked) typed.value = '';
  typed.closest('details')?.toggleAttribute('hidden', isPicked);
}

/** @param {HTMLFormElement} form @param {Record<string, unknown>} values */
function fill(form, values) {
  fold(form, 'sha256' in values);
  ['sha256', 'size', 'media_type', 'pdq', 'pdq_quality', 'pdq_method'].forEach((name) => {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = String(values[name] ?? '');
  });
}

/** @param {HTMLFormElement} form @param {File} file @param {Measured} found */
function keep(form, file, { quality = 100, method, problem, ...hashes }) {
  const seen = method && { pdq_quality: quality, pdq_method: method };
  fill(form, { ...hashes, size: file.size, media_type: file.type, ...seen });
  return [problem ?? (quality < LEAST_QUALITY ? 'weak' : 'done')];
}

/** @param {DOMStringMap} known @param {Measured} found */
export function compare(known, found) {
  if (known.compare === found.sha256) return ['same'];
  if (!known.pdq) return ['other'];
  if (!found.pdq) return ['other', found.problem ?? 'decode'];
  return [distance(known.pdq, found.pdq) <= LOOKS_ALIKE ? 'alike' : 'other'];
}

/** @param {HTMLFormElement} form @param {HTMLElement} block */
function watch(form, block) {
  const given = form.dataset;
  const [status] = /** @type {NodeListOf<HTMLElement>} */ (block.querySelectorAll('[role=status]'));
  const [picker] = block.getElementsByTagName('input');
  block.hidden = false;
  let stop = new AbortController();
  const say = (/** @type {string[]} */ ...names) => {
    status.textContent = names.map((name) => given[name]).join(' ');
    form.querySelectorAll('button').forEach((button) => (button.disabled = names[0] === 'wait'));
  };
  const { value } = form.elements.namedItem('sha256') ?? { value: '' };
  if (!value || 'compare' in given || form.querySelector('[name=typed][aria-invalid]')) fill(form, {});
  else {
    fold(form, true);
    say('done');
  }
  picker.addEventListener('change', async () => {
    stop.abort();
    fill(form, {});
    const { signal } = (stop = new AbortController());
    const [file] = picker.files ?? [];
    if (!file) return say();
    say('wait');
    try {
      const found = await measure(given.worker ?? '', file, () => {}, signal);
      const told = keep(form, file, found);
      say(...('compare' in given ? compare(given, found) : told));
    } catch {
      if (!signal.aborted) say('failed');
    }
  });
}

/** Every such form of the page, which may have been drawn a moment ago. */
export function fit() {
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-picker][hidden]')).forEach((block) => {
    const form = block.closest('form');
    if (form) watch(form, block);
  });
}

if (typeof document !== 'undefined') fit();
