import { StartError } from '../db/start-error.ts'
import type { Clock } from '../http/clock.ts'
import { findSigner, hasLastingSigner, PUBLISH_SECONDS, putFirst } from './key-rotation.ts'
import type { SigningKeyFile } from './signing-key-file.ts'
import { makeSigningKey, type SigningKey } from './signing-key.ts'

/** Told after the keys were changed: which key was made or taken away. */
export type OnKeyChange = (kind: 'rotate' | 'revoke', kid: string) => void | Promise<void>

/** A key as an admin sees it; nothing in it is secret. Moments in milliseconds since 1970. */
export type KeyInfo = {
  readonly kid: string
  readonly alg: string
  readonly state: 'signs' | 'next' | 'verifies' | 'ended'
  readonly signsFrom: number
  /** Infinity when for ever. */
  readonly verifiesUntil: number
}

export type SigningKeyServiceParts = {
  readonly file: SigningKeyFile
  readonly clock: Clock
  /** Called when the file has changed, before anybody is told so; a server that runs takes it over here. */
  readonly takeOver?: () => Promise<void>
  readonly onKeyChange?: OnKeyChange
}

/** What an admin does with the keys. None of it signs anybody out. All of it throws StartError for a bad file. */
export class SigningKeyService {
  readonly #parts: SigningKeyServiceParts

  constructor(parts: SigningKeyServiceParts) {
    this.#parts = parts
  }

  /** All keys, in the order of the file. */
  async list(): Promise<KeyInfo[]> {
    const { file, clock } = this.#parts
    const keys = await file.read()
    const now = clock() / 1000
    const signer = findSigner(keys, file.alg, now)
    return keys.map((key) => ({
      kid: key.kid,
      alg: key.alg,
      state: stateOf(key, signer, now),
      signsFrom: key.signsFrom * 1000,
      verifiesUntil: key.verifiesUntil * 1000,
    }))
  }

  /**
   * Adds a key and lets the others run out. It signs once everybody who keeps the published keys has seen it, or at
   * once when `now` is asked for.
   */
  async rotate(options: { now: boolean }): Promise<KeyInfo> {
    const { file } = this.#parts
    const added = await makeSigningKey(file.alg)
    await file.change((keys, now) => {
      const signsFrom = options.now ? 0 : now + PUBLISH_SECONDS
      return putFirst(keys, { ...added, signsFrom }, now, file.lifeSeconds)
    })
    return this.#tell('rotate', added.kid, added.kid)
  }

  /**
   * Takes a key away: its tokens are refused from the next request on, and the browsers fetch new ones. Where that
   * leaves none to sign with, a new one signs at once. Gives back the key that signs. Throws StartError for an unknown
   * `kid`.
   */
  async revoke(kid: string): Promise<KeyInfo> {
    const { file } = this.#parts
    let signs = ''
    await file.change(async (keys, now) => {
      const others = keys.filter((key) => key.kid !== kid)
      if (others.length === keys.length) throw new StartError(`There is no key ${kid}. Try: tally keys list`)
      const left = hasLastingSigner(others, file.alg) ? others : await file.addSigner(others, now)
      signs = findSigner(left, file.alg, now)?.kid ?? ''
      // One that is still to come signs now when nothing else does, and the file says so.
      return left.map((key) => (key.kid === signs && key.signsFrom > now ? { ...key, signsFrom: 0 } : key))
    })
    return this.#tell('revoke', kid, signs)
  }

  async #tell(kind: 'rotate' | 'revoke', kid: string, shown: string): Promise<KeyInfo> {
    const { takeOver, onKeyChange } = this.#parts
    await takeOver?.()
    await onKeyChange?.(kind, kid)
    const info = (await this.list()).find((key) => key.kid === shown)
    if (!info) throw new StartError('The keys were changed by somebody else at the same time. Try: tally keys list')
    return info
  }
}

function stateOf(key: SigningKey, signer: SigningKey | undefined, now: number): KeyInfo['state'] {
  if (now >= key.verifiesUntil) return 'ended'
  if (key === signer) return 'signs'
  return key.signsFrom > now ? 'next' : 'verifies'
}
