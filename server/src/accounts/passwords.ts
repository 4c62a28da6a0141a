import { HashQueue } from './hash-queue.ts'
import { decoyHash, hashPassword, verifyPassword } from './password-hash.ts'

/** Hashes and verifies passwords, a few at a time. Both reject with Problem `unavailable` when too many wait. */
export class Passwords {
  readonly #pepper: Buffer
  readonly #queue: HashQueue
  readonly #decoy = decoyHash()

  /** `pepper` is a secret key of 32 bytes. */
  constructor(pepper: Buffer, queue = new HashQueue()) {
    this.#pepper = pepper
    this.#queue = queue
  }

  /** Throws Problem `unavailable` when a hash would be refused. */
  requireRoom(): void {
    this.#queue.requireRoom()
  }

  hash(password: string): Promise<string> {
    return this.#queue.run(() => hashPassword(password, this.#pepper))
  }

  /**
   * Is it the password of that hash? Without a hash it is not, which takes as long to say. `onTurn` is called when its
   * turn has come, before anything is computed; when it rejects, nothing is.
   */
  verify(password: string, hash: string | undefined, onTurn?: () => Promise<void>): Promise<boolean> {
    return this.#queue.run(async () => {
      await onTurn?.()
      return verifyPassword(password, this.#pepper, hash ?? this.#decoy)
    })
  }
}
