// @ts-check
// Fields that need a hand: files, secrets that are covered while they are typed, and what need not
// be typed where a script runs.

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

/**
 * Adds what is selected in a text to the list of what is covered in it.
 * @param {HTMLElement} box
 */
function pick(box) {
  const [text, list] = box.querySelectorAll('textarea');
  const button = box.querySelector('button');
  button?.removeAttribute('hidden');
  button?.addEventListener('click', () => {
    const piece = text.value.slice(text.selectionStart, text.selectionEnd);
    const lines = `${list.value}\n${piece}`.split('\n').map((line) => line.trim());
    list.value = [...new Set(lines.filter(Boolean))].join('\n');
    list.dispatchEvent(new Event('input', { bubbles: true }));
    text.focus();
  });
}

/** Every such field of the page, which has been drawn a moment ago. */
export function fit() {
  document.querySelectorAll('input[type=file]').forEach((picker) => {
    if (picker instanceof HTMLInputElement) hush(picker);
  });
  document.querySelectorAll('.veil').forEach(lift);
  document.querySelectorAll('.typed').forEach((fold) => fold.removeAttribute('open'));
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.pick')).forEach(pick);
}
