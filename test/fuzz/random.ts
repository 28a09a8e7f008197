/** Numbers that look random and follow from a seed and a place alone: the same case on every machine (the mixer of MurmurHash3). */
export class Random {
  #state: number;

  constructor(seed: number, place: number) {
    this.#state = mixed(mixed(seed) ^ Math.imul(place + 1, 0x9e3779b1));
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return Math.floor((mixed(this.#state) / 2 ** 32) * end);
  }

  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }
}

/** All 32 bits of the result hang on all bits of the number. */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
