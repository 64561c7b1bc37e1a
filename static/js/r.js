// @ts-check
// Parts of a picture, drawn with a finger, a mouse or keys alone; what is sent are the lines that
// can also be typed. Nothing is painted into the picture here: the site makes the covered copy.

/** @typedef {{ l: number, t: number, w: number, h: number }} Box in percent */

const MOST = 50;
const STEP = 1;
const LEAST = 1;
const FIRST = { l: 35, t: 40, w: 30, h: 20 };
const WAYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.min(Math.max(value, low), high);
/** @param {number} value */
const rounded = (value) => Math.round(value * 100) / 100;

/** @param {string} text @returns {Box[]} */
export function boxesIn(text) {
  return text.split('\n').flatMap((line) => {
    const [l, t, w, h, ...more] = line.trim().split(/[\s;%]+|,\s+/).filter(Boolean).map((one) => Number(one.replace(',', '.')));
    return more.length || [l, t, w, h].some((one) => !(one >= 0)) ? [] : [{ l, t, w, h }];
  });
}

/** @param {Box[]} boxes */
export const linesOf = (boxes) => boxes.map((box) => [box.l, box.t, box.w, box.h].map(rounded).join(' ')).join('\n');

/** The box moved, never out of the picture. @param {Box} box @param {number} x @param {number} y @returns {Box} */
export const moved = (box, x, y) => ({ ...box, l: rounded(within(box.l + x, 0, 100 - box.w)), t: rounded(within(box.t + y, 0, 100 - box.h)) });

/** The box in another size. @param {Box} box @param {number} x @param {number} y @returns {Box} */
export const sized = (box, x, y) => ({ ...box, w: rounded(within(box.w + x, LEAST, 100 - box.l)), h: rounded(within(box.h + y, LEAST, 100 - box.t)) });

/** @param {number} x @param {number} y @param {number} toX @param {number} toY @returns {Box} */
export const spanned = (x, y, toX, toY) => ({
  l: rounded(Math.min(x, toX)), t: rounded(Math.min(y, toY)), w: rounded(Math.abs(toX - x)), h: rounded(Math.abs(toY - y)),
});

/**
 * @param {HTMLElement} frame
 * @param {HTMLTextAreaElement} lines
 */
function furnish(frame, lines) {
  let boxes = boxesIn(lines.value);
  const acts = frame.parentElement?.querySelector('.cover-acts');
  const pieces = () => Array.from(frame.querySelectorAll('button'));

  /** @param {HTMLElement} piece @param {Box} box @param {number} at */
  const place = (piece, box, at) => {
    const parts = { left: box.l, top: box.t, width: box.w, height: box.h };
    Object.entries(parts).forEach(([name, value]) => piece.style.setProperty(name, `${value}%`));
    const told = { n: at + 1, l: box.l, t: box.t, w: box.w, h: box.h };
    piece.setAttribute('aria-label', (frame.dataset.name ?? '').replace(/{(\w)}/g, (_, key) => String(Math.round(Reflect.get(told, key)))));
  };
  const draw = () => {
    while (pieces().length > boxes.length) pieces().at(-1)?.remove();
    while (pieces().length < boxes.length) {
      const piece = document.createElement('button');
      piece.type = 'button';
      piece.setAttribute('aria-describedby', 'cover-help');
      frame.append(piece);
    }
    pieces().forEach((piece, at) => place(piece, boxes[at], at));
  };
  const keep = () => {
    draw();
    lines.value = linesOf(boxes);
  };
  /** @param {number} at */
  const drop = (at) => {
    boxes.splice(at, 1);
    keep();
    const next = pieces()[Math.min(at, boxes.length - 1)] ?? acts?.querySelector('button');
    if (next instanceof HTMLElement) next.focus();
  };
  const add = () => {
    if (boxes.length < MOST) boxes.push({ ...FIRST });
    keep();
    pieces().at(-1)?.focus();
  };
  /** @param {PointerEvent} event */
  const spot = (event) => {
    const area = frame.getBoundingClientRect();
    return [within((event.clientX - area.left) / area.width * 100, 0, 100), within((event.clientY - area.top) / area.height * 100, 0, 100)];
  };
  /** @param {PointerEvent} event */
  const press = (event) => {
    const [x, y] = spot(event);
    const at = event.target instanceof HTMLButtonElement ? pieces().indexOf(event.target) : boxes.length;
    const before = boxes[at];
    if (event.button || at >= MOST) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    /** @param {PointerEvent} now */
    const drag = (now) => {
      const [toX, toY] = spot(now);
      boxes[at] = before ? moved(before, toX - x, toY - y) : spanned(x, y, toX, toY);
      draw();
    };
    const release = () => {
      frame.removeEventListener('pointermove', drag);
      boxes = boxes.filter((box) => box.w >= LEAST && box.h >= LEAST);
      keep();
      pieces()[at]?.focus();
    };
    frame.addEventListener('pointermove', drag);
    frame.addEventListener('lostpointercapture', release, { once: true });
  };

  frame.addEventListener('pointerdown', press);
  frame.addEventListener('keydown', (event) => {
    const at = event.target instanceof HTMLButtonElement ? pieces().indexOf(event.target) : -1;
    const way = Reflect.get(WAYS, event.key);
    if (at < 0 || !(way || event.key === 'Delete' || event.key === 'Backspace')) return;
    event.preventDefault();
    if (!way) return drop(at);
    boxes[at] = (event.shiftKey ? sized : moved)(boxes[at], way[0], way[1]);
    keep();
  });
  acts?.addEventListener('click', (event) => {
    const act = event.target instanceof HTMLElement && event.target.dataset.act;
    if (act === 'add') add();
    if (act === 'drop' && boxes.length) drop(boxes.length - 1);
  });
  lines.addEventListener('input', () => {
    boxes = boxesIn(lines.value).slice(0, MOST);
    draw();
  });
  acts?.removeAttribute('hidden');
  draw();
}

/** The picture of the page, if one is shown to be marked. */
export function fit() {
  const frame = document.querySelector('.cover');
  const lines = document.querySelector('textarea[name=boxes]');
  if (frame instanceof HTMLElement && lines instanceof HTMLTextAreaElement) furnish(frame, lines);
}
