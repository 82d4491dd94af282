/** A random number in [0, bound), the same ones for the same seed. */
export type Random = (bound: number) => number;

/** mulberry32: good enough to reach every branch, and takes nanoseconds. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return bound => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * bound);
  };
}
