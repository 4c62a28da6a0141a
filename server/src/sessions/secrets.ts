import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32

/** What a secret is for. Each purpose has a key of its own, so that a leak of one says nothing about the others. */
export type Purpose = 'refresh-token' | 'password-pepper' | 'name-tag' | 'device-cookie' | 'device-key' | 'set-up'

/** One of the root secrets, 32 bytes, by the version that is written into what is made with it. */
export type RootSecret = { readonly version: number; readonly root: Buffer }

/** A key of 32 bytes for one purpose, from the root secret of the same version. */
export type VersionedKey = { readonly version: number; readonly key: Buffer }

/** At least one key: the first is used for whatever is made, the others are accepted. */
export type VersionedKeys = readonly [VersionedKey, ...VersionedKey[]]

/** Keys that are derived from root secrets (HKDF with SHA-256, RFC 5869), always the same from the same ones. */
export class Secrets {
  readonly #roots: readonly [RootSecret, ...RootSecret[]]

  /** @param roots the one that is used, then those that are accepted */
  constructor(roots: readonly [RootSecret, ...RootSecret[]]) {
    this.#roots = roots
  }

  /** The keys for a purpose whose makings outlive a rotation. */
  deriveAll(purpose: Purpose): VersionedKeys {
    const derive = ({ version, root }: RootSecret): VersionedKey => ({
      version,
      key: Buffer.from(hkdfSync('sha256', root, '', `tally ${purpose}`, KEY_BYTES)),
    })
    const [used, ...accepted] = this.#roots
    return [derive(used), ...accepted.map(derive)]
  }

  /** The key that is used for a purpose: 32 bytes. */
  derive(purpose: Purpose): Buffer {
    return this.deriveAll(purpose)[0].key
  }
}
