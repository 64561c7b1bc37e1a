// @ts-check
// The worker that takes a file's fingerprints. It holds one slice of the file at a time.

import { sha256 } from './s.js';

const SLICE_BYTES = 1 << 20;

/** @param {number} side @returns {any} */
const canvas = (side) => new OffscreenCanvas(side, side).getContext('2d', { alpha: false });

/** Some browsers change what is read back from a canvas, so that no device can be told by it. */
function readsTrue() {
  const known = new ImageData(8, 8);
  for (let i = 0; i < known.data.length; i += 1) known.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256;
  const context = canvas(8);
  context.putImageData(known, 0, 0);
  const read = context.getImageData(0, 0, 8, 8).data;
  return known.data.every((value, i) => value === read[i]);
}

/** @param {Blob} file */
async function look(file) {
  let problem = 'canvas';
  try {
    if (!readsTrue()) return { problem };
    const { METHOD, SIDE, pdq } = await import('./d.js');
    problem = 'decode';
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const context = canvas(SIDE);
    context.fillStyle = '#fff'; // What is transparent is seen on white, as the site draws it.
    context.fillRect(0, 0, SIDE, SIDE);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, SIDE, SIDE);
    return { ...pdq(context.getImageData(0, 0, SIDE, SIDE).data), method: METHOD };
  } catch {
    return { problem };
  }
}

/** @param {Blob} file */
async function measure(file) {
  const hash = sha256();
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    hash.update(new Uint8Array(await file.slice(at, at + SLICE_BYTES).arrayBuffer()));
    postMessage({ done: Math.min(at + SLICE_BYTES, file.size) });
  }
  const seen = file.type.startsWith('image/') ? await look(file) : {};
  return { sha256: hash.finish(), ...seen };
}

/** @param {MessageEvent<Blob>} event */
onmessage = ({ data }) => measure(data).then(postMessage, () => postMessage(null));
