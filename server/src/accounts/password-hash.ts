import { randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { Argon2Threads } from './argon2-threads.ts'

const threads = new Argon2Threads()

/** Second choice of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const SALT_BYTES = 16
const TAG_BYTES = 32

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/**
 * Hashes a password with Argon2id (RFC 9106), off the event loop, and gives the PHC string to keep. The pepper is a key
 * that is not in the database: without it a stolen hash cannot even be guessed at.
 */
export async function hashPassword(password: string, pepper: Buffer): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return phc(salt, await tag(password, pepper, { ...COST, nonce: salt, tagLength: TAG_BYTES }))
}

/** Is it the password the PHC string was made from? Throws Error when the string is not one of ours. */
export async function verifyPassword(password: string, pepper: Buffer, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, expected] = PHC.exec(hash) ?? []
  if (salt === undefined || expected === undefined) throw new Error('The hash of a password is damaged')
  const expectedTag = Buffer.from(expected, 'base64')
  const actualTag = await tag(password, pepper, {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expectedTag.length,
  })
  return timingSafeEqual(actualTag, expectedTag)
}

/** A hash no password has; verifying against it takes as long as against any other. */
export function decoyHash(): string {
  return phc(randomBytes(SALT_BYTES), randomBytes(TAG_BYTES))
}

/** Two keyboards may send the same letter in two forms, so the password is hashed in NFC (RFC 8265, 4.2.2). */
function tag(
  password: string,
  pepper: Buffer,
  cost: Omit<Argon2Parameters, 'message' | 'secret'>,
): Promise<Uint8Array> {
  return threads.tag({ ...cost, message: password.normalize('NFC'), secret: pepper })
}

function phc(salt: Buffer, hash: Uint8Array): string {
  const { memory, passes, parallelism } = COST
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(hash)}`
}
