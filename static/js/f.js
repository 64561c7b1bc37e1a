// @ts-check
// Fields that need a hand: files, and secrets that are covered while they are typed.

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

/** Every such field of the page, which has been drawn a moment ago. */
export function fit() {
  document.querySelectorAll('input[type=file]').forEach((picker) => {
    if (picker instanceof HTMLInputElement) hush(picker);
  });
  document.querySelectorAll('.veil').forEach(lift);
}
