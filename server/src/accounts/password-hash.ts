import { hkdfSync, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { Argon2Threads } from './argon2-threads.ts'

/** A key of 32 bytes that is not in the database, by the version that hashes under it name. */
export type Pepper = { readonly version: number; readonly key: Buffer }

/** The one that new hashes are under, then those that are accepted. */
export type Peppers = readonly [Pepper, ...Pepper[]]

const threads = new Argon2Threads()

/** Second choice of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const SALT_BYTES = 16
const TAG_BYTES = 32

/** `keyid` names the pepper, as the format allows; without one it is the first. */
const PHC =
  /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)(?:,keyid=([A-Za-z0-9+/]+))?\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** What a PHC string says. */
type PasswordHash = {
  readonly cost: { readonly memory: number; readonly passes: number; readonly parallelism: number }
  /** The version of the pepper. */
  readonly version: number
  readonly salt: Buffer
  readonly tag: Buffer
}

/**
 * Hashes a password with Argon2id (RFC 9106), off the event loop, and gives the PHC string to keep. Without the pepper
 * a stolen hash cannot even be guessed at.
 */
export async function hashPassword(
  password: string,
  pepper: Pepper,
  salt: Buffer = randomBytes(SALT_BYTES),
): Promise<string> {
  const cost = { ...COST, nonce: salt, tagLength: TAG_BYTES }
  return phc(pepper.version, salt, await tagOf(password, pepper.key, cost))
}

/**
 * Hashes a password that has a hash under an older pepper, or with other parameters, anew. Whoever does so at the same
 * time gets the same one: the salt follows from the hash that it replaces, and is as random.
 */
export function renewHash(password: string, pepper: Pepper, hash: string): Promise<string> {
  return hashPassword(password, pepper, Buffer.from(hkdfSync('sha256', pepper.key, '', hash, SALT_BYTES)))
}

/** Is the PHC string made as one would be made now, under a pepper of this version? Throws as `verifyPassword` does. */
export function isUpToDate(hash: string, version: number): boolean {
  const { cost, version: from } = readHash(hash)
  const { memory, passes, parallelism } = cost
  const isSameCost = memory === COST.memory && passes === COST.passes && parallelism === COST.parallelism
  return isSameCost && from === version
}

/** What the PHC strings under a pepper of this version have in them, and no others; undefined for the first version. */
export function keyIdIn(version: number): string | undefined {
  return version === 1 ? undefined : `,keyid=${toBase64(Buffer.from(String(version)))}$`
}

/**
 * Is it the password the PHC string was made from, under one of these peppers? It takes as long to say that it is not
 * where the pepper is gone. Throws Error when the string is not one of ours.
 */
export async function verifyPassword(password: string, peppers: Peppers, hash: string): Promise<boolean> {
  const { cost, version, salt, tag } = readHash(hash)
  const pepper = peppers.find((one) => one.version === version)
  const actual = await tagOf(password, (pepper ?? peppers[0]).key, { ...cost, nonce: salt, tagLength: tag.length })
  return timingSafeEqual(actual, tag) && pepper !== undefined
}

/** A hash no password has; verifying against it takes as long as against any other. */
export function decoyHash(): string {
  return phc(1, randomBytes(SALT_BYTES), randomBytes(TAG_BYTES))
}

/** Two keyboards may send the same letter in two forms, so the password is hashed in NFC (RFC 8265, 4.2.2). */
function tagOf(
  password: string,
  pepper: Buffer,
  cost: Omit<Argon2Parameters, 'message' | 'secret'>,
): Promise<Uint8Array> {
  return threads.tag({ ...cost, message: password.normalize('NFC'), secret: pepper })
}

function phc(version: number, salt: Buffer, tag: Uint8Array): string {
  const { memory, passes, parallelism } = COST
  const key = keyIdIn(version) ?? '$'
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}${key}${toBase64(salt)}$${toBase64(tag)}`
}

function readHash(hash: string): PasswordHash {
  const [, memory, passes, parallelism, keyId, salt, tag] = PHC.exec(hash) ?? []
  if (salt === undefined || tag === undefined) throw new Error('The hash of a password is damaged')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    version: keyId === undefined ? 1 : Number(Buffer.from(keyId, 'base64').toString()),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** Without the signs that fill it up, as PHC strings have it. */
function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
