import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32

/**
 * The keys under which devices keep what somebody wrote and could not send before their session ended. Each person has one,
 * always the same, derived from the root secret (HKDF with SHA-256, RFC 5869): nothing is stored, and who has the device
 * alone, or another account on it, cannot read it.
 */
export class DeviceKeys {
  readonly #key: Buffer

  /** @param key 32 bytes that serve no other purpose */
  constructor(key: Buffer) {
    this.#key = key
  }

  /** The keys of a person as base64url, the newest first. */
  of(userId: string): string[] {
    return [Buffer.from(hkdfSync('sha256', this.#key, '', userId, KEY_BYTES)).toString('base64url')]
  }
}
