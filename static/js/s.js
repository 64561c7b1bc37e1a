// @ts-check
// SHA-256 (FIPS 180-4) of bytes that come piece by piece, in constant memory.

/** @type {number[]} */
const primes = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);

/** The first 32 bits behind the point. @param {number} root */
const fraction = (root) => (root % 1) * 2 ** 32;
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** @param {number} word @param {number} by */
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** Takes pieces of any length; after `finish` it is used up. */
export function sha256() {
  const state = START.slice();
  const words = new Int32Array(64);
  const block = new Uint8Array(64);
  const view = new DataView(block.buffer);
  let filled = 0;
  let size = 0;

  function mix() {
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i += 1) {
      const x = words[i - 15];
      const y = words[i - 2];
      const early = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const late = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      words[i] = words[i - 16] + early + words[i - 7] + late;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const low = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const first = (h + low + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
      const high = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      const second = high + ((a & b) ^ (a & c) ^ (b & c));
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
  }

  /** @param {Uint8Array} bytes */
  function update(bytes) {
    size += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + 64 - filled);
      block.set(part, filled);
      at += part.length;
      filled = (filled + part.length) % 64;
      if (!filled) mix();
    }
  }

  /** The digest as 64 hexadecimal digits. */
  function finish() {
    const tail = new Uint8Array(((119 - filled) % 64) + 9);
    tail[0] = 0x80;
    new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(size * 8));
    update(tail);
    return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  return { update, finish };
}
