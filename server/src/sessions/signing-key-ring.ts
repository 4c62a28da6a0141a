import type { JWK } from 'jose'
import type { Clock } from '../http/clock.ts'
import type { Log } from '../http/log.ts'
import { findSigner } from './key-rotation.ts'
import type { SigningKeyFile } from './signing-key-file.ts'
import type { OnKeyChange } from './signing-key-service.ts'
import type { SigningKey } from './signing-key.ts'

const LOOK_EVERY_MS = 2000
const LOOK_FOR_UNKNOWN_MS = 1000

export type SigningKeyRingParts = {
  readonly file: SigningKeyFile
  readonly clock: Clock
  readonly log: Log
  /** Told of a key that was made because none in the file could sign. */
  readonly onKeyChange?: OnKeyChange
}

/**
 * The keys of a server that runs. Takes changes of their file over within two seconds; at once when it is told to
 * `look`, or when somebody asks for a key that it does not know. A bad file changes nothing but the log.
 */
export class SigningKeyRing {
  readonly #parts: SigningKeyRingParts
  readonly #timer: NodeJS.Timeout
  #keys: ReadonlyMap<string, SigningKey>
  #version: string | undefined
  #lastLook: Promise<void> = Promise.resolve()
  #nextSearch = 0
  #complaint: string | undefined

  private constructor(parts: SigningKeyRingParts, keys: readonly SigningKey[], version: string | undefined) {
    this.#parts = parts
    this.#keys = byKid(keys)
    this.#version = version
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref()
  }

  /** Reads the file, or makes it. Throws StartError. Close it when done. */
  static async open(parts: SigningKeyRingParts): Promise<SigningKeyRing> {
    // The version first: a change in between is then seen at the next look.
    const version = await parts.file.version()
    return new SigningKeyRing(parts, await parts.file.readOrMake(), version)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** The key that signs now. */
  signer(): SigningKey {
    const signer = findSigner([...this.#keys.values()], this.#parts.file.alg, this.#now())
    if (!signer) throw new Error('No key signs')
    return signer
  }

  /** The key of that name, while it verifies. */
  find(kid: string): SigningKey | undefined {
    const key = this.#keys.get(kid)
    return key !== undefined && this.#now() < key.verifiesUntil ? key : undefined
  }

  /**
   * The same, and looks into the file where the key is unknown: another process may have made it. Once a second at
   * most.
   */
  async search(kid: string): Promise<SigningKey | undefined> {
    const known = this.find(kid)
    const now = performance.now()
    if (known !== undefined || now < this.#nextSearch) return known
    this.#nextSearch = now + LOOK_FOR_UNKNOWN_MS
    await this.look()
    return this.find(kid)
  }

  /** The keys others verify our tokens with, also those that will sign only later (RFC 7517, 5). */
  published(): JWK[] {
    const live = [...this.#keys.values()].filter((key) => this.#now() < key.verifiesUntil)
    return live.flatMap(({ published }) => (published === undefined ? [] : [{ ...published }]))
  }

  /** Takes the file over if it has changed; one look after the other. Never rejects. */
  look(): Promise<void> {
    this.#lastLook = this.#lastLook.then(async () => {
      try {
        await this.#takeOver()
        this.#complaint = undefined
      } catch (error) {
        this.#complain(error)
      }
    })
    return this.#lastLook
  }

  async #takeOver(): Promise<void> {
    const { file, log } = this.#parts
    const version = await file.version()
    const isSigning = findSigner([...this.#keys.values()], file.alg, this.#now()) !== undefined
    if (version !== undefined && version === this.#version && isSigning) return
    let keys = await file.read()
    const isLacking = findSigner(keys, file.alg, this.#now()) === undefined
    if (isLacking) keys = await file.change((all, now) => file.addSigner(all, now))
    this.#keys = byKid(keys)
    this.#version = version
    const signer = this.signer().kid
    log.info({ signer, keys: keys.length }, 'the signing keys were read again')
    if (isLacking) await this.#tellMade(signer)
  }

  /** The key signs already: that nobody could be told changes nothing but the log. */
  async #tellMade(kid: string): Promise<void> {
    const { onKeyChange, log } = this.#parts
    try {
      await onKeyChange?.('rotate', kid)
    } catch (error) {
      log.error({ err: error, kid }, 'that a signing key was made could not be noted')
    }
  }

  /** Once per reason, not every two seconds. */
  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    if (reason !== this.#complaint) this.#parts.log.error({ reason }, 'the signing keys stay as they were')
    this.#complaint = reason
  }

  #now(): number {
    return this.#parts.clock() / 1000
  }
}

function byKid(keys: readonly SigningKey[]): ReadonlyMap<string, SigningKey> {
  return new Map(keys.map((key) => [key.kid, key]))
}
