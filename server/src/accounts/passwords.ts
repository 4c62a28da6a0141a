import { HashPlaces } from './hash-places.ts'
import { decoyHash, hashPassword, verifyPassword } from './password-hash.ts'

/** Hashes and verifies passwords, a few at a time. Both reject with Problem `unavailable` when too many wait. */
export class Passwords {
  readonly #pepper: Buffer
  readonly #places: HashPlaces
  readonly #decoy = decoyHash()

  /** `pepper` is a secret key of 32 bytes. */
  constructor(pepper: Buffer, places = new HashPlaces()) {
    this.#pepper = pepper
    this.#places = places
  }

  /** Throws Problem `unavailable` when a hash would be refused. */
  requireRoom(): void {
    this.#places.requireRoom()
  }

  hash(password: string): Promise<string> {
    return this.#places.run(() => hashPassword(password, this.#pepper))
  }

  /**
   * Is it the password of that hash? Without a hash it is not, which takes as long to say. `onRoom` is called once
   * there is room for it, before anything is computed; when it rejects, nothing is.
   */
  verify(password: string, hash: string | undefined, onRoom?: () => Promise<void>): Promise<boolean> {
    return this.#places.run(async () => {
      await onRoom?.()
      return verifyPassword(password, this.#pepper, hash ?? this.#decoy)
    })
  }
}
