/** Random numbers that come again with the same seed: mulberry32, 32 bits of state. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of them; undefined where there is none. */
  pick<Thing>(things: readonly Thing[]): Thing | undefined {
    return things[this.below(things.length)]
  }

  /** A generator for one part of a plan: however much that part takes from it, the others stay as they are. */
  fork(): Random {
    return new Random(this.below(2 ** 32))
  }
}
