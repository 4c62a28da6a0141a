type Made = {
  /** How many operations it had. */
  count: number
  /** Stored on the device; refused by it; or unknown, since a crash came between. */
  fate: 'under way' | 'kept' | 'unknown'
}

/** The changes that were made on a device: each under a name of its own, by which its operations are found again. */
export class Promises {
  readonly #made = new Map<string, Made>()
  #count = 0

  /** Makes a change; resolves when the device has promised to keep it, or has crashed. */
  async note(count: number, change: (about: string) => Promise<void>): Promise<void> {
    const about = `change ${++this.#count}`
    const made: Made = { count, fate: 'under way' }
    this.#made.set(about, made)
    try {
      await change(about)
      made.fate = 'kept'
    } catch (reason) {
      if (made.fate !== 'unknown') throw reason
    }
  }

  /** The device crashes: what is under way may be stored or not. */
  crash(): void {
    for (const made of this.#made.values()) if (made.fate === 'under way') made.fate = 'unknown'
  }

  /** The person gives up a refused operation. */
  discard(about: string): void {
    const made = this.#made.get(about)
    if (made) made.count--
  }

  /**
   * Compares with what is on the device.
   *
   * @param found the name of every operation that is there, once for each
   * @returns what is missing, or there too often, in words
   */
  differences(found: readonly string[]): string[] {
    const counts = Map.groupBy(found, (about) => about)
    return [...this.#made].flatMap(([about, { count, fate }]) => {
      const there = counts.get(about)?.length ?? 0
      if (there === count || (fate === 'unknown' && there === 0)) return []
      return [`Of ${about} there are ${there} operations, not ${count}`]
    })
  }
}
