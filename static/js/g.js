// @ts-check
// How large the next part of a file is, and how long to wait after one was lost.

export const FIRST_BYTES = 256 * 1024;
export const MOST_TRIES = 8;
const LEAST_BYTES = 64 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;
const QUICK_MS = 2000;
const SLOW_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const MOST_PAUSE_MS = 30_000;

/** After a part that arrived. @param {number} size @param {number} ms */
export function sizeAfter(size, ms) {
  if (ms > SLOW_MS) return Math.max(size / 2, LEAST_BYTES);
  return ms < QUICK_MS ? Math.min(size * 2, MOST_BYTES) : size;
}

/** After so many losses in a row. @param {number} size @param {number} losses */
export function sizeAfterLoss(size, losses) {
  return losses < 2 ? size : LEAST_BYTES;
}

/** Between half of a doubling time and all of it. @param {number} losses @param {number} chance */
export function pauseAfterLoss(losses, chance) {
  return Math.min(FIRST_PAUSE_MS * 2 ** (losses - 1), MOST_PAUSE_MS) * (1 + chance) / 2;
}
