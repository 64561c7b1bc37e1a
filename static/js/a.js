// @ts-check
// The page that takes a file: how far it is, and what came of it. Without this file, or where it
// cannot help, the same form goes as a whole.

/** @type {any[]} */
const [form, panel, note, shape] = ['f', 'send', 'note', 'refused'].map((id) => document.getElementById(id));
const [bar] = panel.getElementsByTagName('progress');
const [status] = panel.getElementsByTagName('p');
const given = panel.dataset;
const title = document.title;
const token = form.elements.csrfmiddlewaretoken.value;
let stop = new AbortController();
let place = '';

/** Each quarter is said; the bar shows what lies between. @param {string} text @param {number} part */
function show(text, part) {
  bar.value = part;
  const said = text.replace('#', String(Math.floor(part * 4) * 25));
  if (status.textContent !== said) status.textContent = said;
}

/** Shows the form, or how the sending goes. @param {boolean} sends @param {string} [text] */
function turn(sends, text = '') {
  form.classList.toggle('busy', sends);
  panel.hidden = !sends;
  note.textContent = text;
  note.hidden = !text;
  (text ? note : panel).focus();
}

/** @param {{ message: string, field?: string }} said */
function refuse({ message, field }) {
  form.before(shape.content.cloneNode(true));
  const summary = form.previousElementSibling;
  const link = summary.querySelector('a');
  link.textContent = message;
  link.href = `#${(form.querySelector(`[name="${field}"]`) ?? form.elements.file).id}`;
  document.title = given.wrong + title;
  summary.focus();
}

/** @param {File} file @param {object} typed */
async function carry(file, typed) {
  const [{ measure }, { send }] = await Promise.all([import('./m.js'), import('./u.js')]);
  const { signal } = stop;
  const { name, size } = file;
  // Without its type nobody looks at what a picture shows: the site does that itself.
  const { sha256 } = await measure(given.worker, file.slice(), (done) => show(given.check, done / size), signal);
  const told = { ...typed, name, sha256, length: size, record: given.record };
  /** @param {number} offset @param {string} at */
  const tell = (offset, at) => {
    if (!form.isConnected) stop.abort();
    place = at;
    show(offset < size ? given.sent : given.end, offset / size);
    dispatchEvent(new Event('sent'));
  };
  return send(file, given.to, told, { token, signal, tell });
}

form.addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  const button = event.submitter;
  const { file, ...typed } = /** @type {any} */ (Object.fromEntries(new FormData(form)));
  if (!file.size || 'plain' in form.dataset || button?.getAttribute('name') !== 'save') return;
  event.preventDefault();
  event.stopPropagation();
  document.querySelector('.sum')?.remove();
  stop = new AbortController();
  place = '';
  show(given.check, 0);
  turn(true);
  try {
    const kept = await carry(file, typed);
    if (!form.isConnected) return; // Whoever left meanwhile is not brought back.
    delete form.dataset.typed;
    location.replace(kept);
  } catch (/** @type {any} */ { name, cause }) {
    if (stop.signal.aborted || !form.isConnected) return;
    const isUnsent = name === 'Unsent';
    turn(false, isUnsent && !cause ? given.later : '');
    if (cause) refuse(cause);
    if (isUnsent) return;
    form.dataset.plain = '';
    form.requestSubmit(button);
  }
});

panel.querySelector('button').addEventListener('click', () => {
  stop.abort();
  if (place) fetch(place, { method: 'DELETE', headers: { 'X-CSRFToken': token } }).catch(() => {});
  turn(false, given.stopped);
});

addEventListener('pagehide', () => stop.abort());
