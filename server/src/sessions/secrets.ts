import { hkdfSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { StartError } from '../db/start-error.ts'
import { readOrMakePrivateFile } from './private-file.ts'

const SECRET_BYTES = 32

/** What a secret is for. Each purpose has a key of its own, so that a leak of one says nothing about the others. */
export type Purpose = 'refresh-token' | 'password-pepper' | 'name-tag' | 'device-cookie' | 'device-key' | 'set-up'

/** Secrets that are derived from one root secret (HKDF with SHA-256, RFC 5869). */
export class Secrets {
  readonly #root: Buffer

  constructor(root: Buffer) {
    this.#root = root
  }

  /** The key of 32 bytes for a purpose; always the same for the same root secret. */
  derive(purpose: Purpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#root, '', `tally ${purpose}`, SECRET_BYTES))
  }
}

/**
 * Reads the root secret in the file `secret` of the data folder, base64url in one line, or makes it at the first start.
 * Who loses it signs everybody out and makes every password unusable: it belongs into the backup. Throws StartError.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secret')
  const text = await readOrMakePrivateFile(path, () => `${randomBytes(SECRET_BYTES).toString('base64url')}\n`)
  const root = Buffer.from(text.trimEnd(), 'base64url')
  if (root.length !== SECRET_BYTES || root.toString('base64url') !== text.trimEnd()) {
    throw new StartError(
      `${path} is damaged: it must hold ${SECRET_BYTES} bytes as base64url. Restore it from a backup.`,
    )
  }
  return new Secrets(root)
}
