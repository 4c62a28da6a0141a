import { ConcurrencyLimit } from './concurrency-limit.ts'
import { decoyHash, hashPassword, isUpToDate, renewHash, verifyPassword, type Peppers } from './password-hash.ts'

/** Hashes and verifies passwords, a few at a time. Both reject with Problem `unavailable` when too many wait. */
export class Passwords {
  readonly #peppers: Peppers
  readonly #hashes: ConcurrencyLimit
  readonly #decoy = decoyHash()

  constructor(peppers: Peppers, hashes = new ConcurrencyLimit()) {
    this.#peppers = peppers
    this.#hashes = hashes
  }

  /** Throws Problem `unavailable` when a hash would be refused. */
  requireCapacity(): void {
    this.#hashes.requireCapacity()
  }

  hash(password: string): Promise<string> {
    return this.#hashes.run(() => hashPassword(password, this.#peppers[0]))
  }

  /**
   * Is it the password of that hash? Without a hash it is not, which takes as long to say. `onAdmitted` is called once
   * there is room for it, before anything is computed; when it rejects, nothing is.
   */
  verify(password: string, hash: string | undefined, onAdmitted?: () => Promise<void>): Promise<boolean> {
    return this.#hashes.run(async () => {
      await onAdmitted?.()
      return verifyPassword(password, this.#peppers, hash ?? this.#decoy)
    })
  }

  /**
   * A hash to keep in place of this one, where it is under a pepper that was replaced or has other parameters than
   * those of today; undefined also when too many wait, since the next sign-in will do. Whoever asks at the same time
   * gets the same one. `password` is the one it was made from.
   */
  async renewed(password: string, hash: string): Promise<string | undefined> {
    const [pepper] = this.#peppers
    if (isUpToDate(hash, pepper.version) || !this.#hashes.hasCapacity) return undefined
    return this.#hashes.run(() => renewHash(password, pepper, hash))
  }
}
