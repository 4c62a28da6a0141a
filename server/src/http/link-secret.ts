import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** A new secret for a link, base64url. It belongs behind a `#`, so that no server or proxy ever writes it down. */
export function newLinkSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/**
 * What is kept of the secret of a link. It is random, so there is nothing to guess and one round of SHA-256 is enough.
 */
export function hashOfLinkSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
