import { hkdfSync } from 'node:crypto'
import type { VersionedKeys } from './secrets.ts'

const KEY_BYTES = 32

/**
 * The keys under which devices keep what somebody wrote and could not send before their session ended. Each person has
 * one for each root secret, always the same, derived from it (HKDF with SHA-256, RFC 5869): nothing is stored, and who
 * has the device alone, or another account on it, cannot read it.
 */
export class DeviceKeys {
  readonly #keys: VersionedKeys

  /** @param keys that serve no other purpose */
  constructor(keys: VersionedKeys) {
    this.#keys = keys
  }

  /** The keys of a person as base64url: the one to write under, then those that may have been written under. */
  of(userId: string): string[] {
    return this.#keys.map(({ key }) =>
      Buffer.from(hkdfSync('sha256', key, '', userId, KEY_BYTES)).toString('base64url'),
    )
  }
}
