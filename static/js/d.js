// @ts-check
// PDQ: 256 bits of what a picture shows, nearly the same when it was made smaller or saved again.
// Always of a square of one size: tools differ by how they shrink.

export const SIDE = 512;
export const METHOD = 'pdq-512-squash/1';
const GRID = 64;
const WAVES = 16;

/**
 * Each value becomes the mean of its neighbours: one before it, two behind, along one direction.
 * @param {Float32Array} from @param {number} step
 */
function blur(from, step) {
  return from.map((_, at) => {
    const place = Math.floor(at / step) % SIDE;
    const [first, last] = [Math.max(place - 1, 0), Math.min(place + 2, SIDE - 1)];
    let sum = 0;
    for (let i = first; i <= last; i += 1) sum += from[at + (i - place) * step];
    return sum / (last - first + 1);
  });
}

/** @param {Uint8ClampedArray} rgba */
function shrink(rgba) {
  let luma = new Float32Array(SIDE * SIDE).map(
    (_, at) => 0.299 * rgba[4 * at] + 0.587 * rgba[4 * at + 1] + 0.114 * rgba[4 * at + 2],
  );
  for (let pass = 0; pass < 2; pass += 1) luma = blur(blur(luma, 1), SIDE);
  const [ratio, middle] = [SIDE / GRID, SIDE / GRID / 2];
  return new Float32Array(GRID * GRID).map((_, at) => {
    const row = Math.floor(at / GRID) * ratio + middle;
    return luma[row * SIDE + (at % GRID) * ratio + middle];
  });
}

/** How much there is to see, from 0 to 100. @param {Float32Array} grid */
function qualityOf(grid) {
  /** @param {number} a @param {number} b */
  const step = (a, b) => Math.trunc(Math.abs(a - b) * 100 / 255);
  let sum = 0;
  grid.forEach((value, at) => {
    if (at + GRID < grid.length) sum += step(value, grid[at + GRID]);
    if ((at + 1) % GRID) sum += step(value, grid[at + 1]);
  });
  return Math.min(100, Math.floor(sum / 90));
}

/** The longest waves of the picture, without its mean. @param {Float32Array} grid */
function wavesOf(grid) {
  /** @param {number} n @param {number} at */
  const wave = (n, at) =>
    Math.sqrt(2 / GRID) * Math.cos((Math.PI / GRID / 2) * (n + 1) * (2 * at + 1));
  const rows = Array.from({ length: WAVES }, (_, n) =>
    Array.from({ length: GRID }, (_, x) => {
      let sum = 0;
      for (let y = 0; y < GRID; y += 1) sum += wave(n, y) * grid[y * GRID + x];
      return sum;
    }),
  );
  return rows.flatMap((row) =>
    row.slice(0, WAVES).map((_, n) => row.reduce((sum, value, x) => sum + value * wave(n, x), 0)),
  );
}

/** Of the pixels of a square of SIDE. @param {Uint8ClampedArray} rgba */
export function pdq(rgba) {
  const grid = shrink(rgba);
  const waves = wavesOf(grid);
  const median = [...waves].sort((a, b) => a - b)[waves.length / 2 - 1];
  const bits = waves.map((wave) => Number(wave > median)).reverse().join('');
  const found = bits.replace(/.{4}/g, (four) => parseInt(four, 2).toString(16));
  return { pdq: found, quality: qualityOf(grid) };
}
