import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { publishedKeys } from './published-keys.ts'
import { isAlgorithmName, signingAlgorithms, type AlgorithmName, type SigningAlgorithm } from './signing-algorithm.ts'

type KeyMaterial = Awaited<ReturnType<typeof importJWK>>

/** A JWK as our file has it. RFC 7517 knows neither `nbf` nor `exp`; they mean what they mean in a JWT, in seconds. */
export type StoredKey = JWK & { readonly nbf?: unknown; readonly exp?: unknown }

/** A key with the one algorithm it may be used with, and its times in seconds since 1970. */
export type SigningKey = {
  /** Its RFC 7638 thumbprint, so that the name can stand for no other key. */
  readonly kid: string
  readonly alg: AlgorithmName
  /** It signs from here on; 0 when it always has. */
  readonly signsFrom: number
  /** It verifies until then; Infinity when for ever. */
  readonly verifiesUntil: number
  readonly signWith: KeyMaterial
  readonly verifyWith: KeyMaterial
  /** The key as others may have it (RFC 7517); none where verifying and signing takes the same secret. */
  readonly published: JWK | undefined
  /** The key as the file has it. Secret. */
  readonly stored: StoredKey
}

/** A key must not be used. The message says why, in words without a secret and without a full stop. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused'
}

/** Makes a new key for an algorithm. */
export async function makeSigningKey(alg: AlgorithmName, signsFrom = 0): Promise<SigningKey> {
  const key = await readSigningKey({ ...(await signingAlgorithms[alg].generate()), alg, use: 'sig' })
  return { ...key, signsFrom, stored: { ...key.stored, kid: key.kid } }
}

/**
 * Takes a private JWK for what it says it is: it signs from `nbf` and verifies until `exp`. Throws KeyRefused for
 * whatever is not exactly a key of an algorithm of ours.
 */
export async function readSigningKey(jwk: StoredKey): Promise<SigningKey> {
  const { alg } = jwk
  if (!isAlgorithmName(alg)) throw new KeyRefused(`a key is for alg ${String(alg ?? '(none)')}, not for one of ours`)
  const objection = objectionTo(jwk, signingAlgorithms[alg])
  if (objection !== undefined) throw new KeyRefused(objection)
  const { publicMembers, privateMembers }: SigningAlgorithm = signingAlgorithms[alg]
  const pick = (members: readonly (keyof JWK)[]): JWK => Object.fromEntries(members.map((name) => [name, jwk[name]]))
  const whole = pick([...publicMembers, ...privateMembers])
  const isShared = publicMembers.length === 0
  const publicPart = isShared ? whole : pick(publicMembers)

  const kid = await thumbprintOf(publicPart)
  if (jwk.kid !== undefined && jwk.kid !== kid) {
    // The thumbprint of a shared secret that somebody chose could be searched for: it is not shown.
    throw new KeyRefused(`a kid must be the RFC 7638 thumbprint of its key${isShared ? '' : `, here ${kid}`}`)
  }
  const source = publishedKeys.get(kid)
  if (source !== undefined) throw new KeyRefused(`a key is known to everybody (${source})`)
  const halves = await importHalves(whole, publicPart, alg)
  return {
    kid,
    alg,
    signsFrom: readTime(jwk, 'nbf', 0),
    verifiesUntil: readTime(jwk, 'exp', Number.POSITIVE_INFINITY),
    ...halves,
    published: isShared ? undefined : { ...publicPart, kid, alg, use: 'sig' },
    stored: jwk,
  }
}

/** The private JWK that is read as this key. */
export function writeSigningKey({ stored, signsFrom, verifiesUntil }: SigningKey): StoredKey {
  return {
    ...stored,
    nbf: signsFrom > 0 ? signsFrom : undefined,
    exp: Number.isFinite(verifiesUntil) ? verifiesUntil : undefined,
  }
}

/** Says why a key must not be used with the algorithm, if there is a reason. */
function objectionTo(jwk: JWK, algorithm: SigningAlgorithm): string | undefined {
  const { kind, publicMembers, privateMembers } = algorithm
  if (jwk.use !== undefined && jwk.use !== 'sig') return `a key is for use ${String(jwk.use)}, not sig`
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('sign'))) {
    return 'the key_ops of a key do not have sign'
  }
  if (jwk.kty !== kind.kty || jwk.crv !== kind.crv) {
    const curve = kind.crv === undefined ? '' : ` and crv ${kind.crv}`
    return `a key for ${String(jwk.alg)} is not of kty ${kind.kty}${curve}`
  }
  if (privateMembers.some((name) => jwk[name] === undefined)) return 'a key has no private part'
  const values = [...publicMembers, ...privateMembers].filter((name) => name !== 'kty' && name !== 'crv')
  if (!values.every((name) => isCanonical(jwk[name]))) return 'a key is damaged'
  return algorithm.fault(jwk)
}

/** One key has one text, and so one thumbprint. */
function isCanonical(value: unknown): boolean {
  return typeof value === 'string' && Buffer.from(value, 'base64url').toString('base64url') === value && value !== ''
}

function readTime(jwk: StoredKey, name: 'nbf' | 'exp', absent: number): number {
  const time = jwk[name] ?? absent
  if (typeof time === 'number' && time >= 0) return time
  throw new KeyRefused(`the ${name} of a key is no moment in seconds since 1970`)
}

async function thumbprintOf(jwk: JWK): Promise<string> {
  try {
    return await calculateJwkThumbprint(jwk)
  } catch {
    throw new KeyRefused('a key is damaged')
  }
}

async function importHalves(whole: JWK, publicPart: JWK, alg: AlgorithmName) {
  try {
    // Web Crypto checks that the two halves belong together.
    return { signWith: await importJWK(whole, alg), verifyWith: await importJWK(publicPart, alg) }
  } catch {
    // What Web Crypto and jose say could quote the key.
    throw new KeyRefused('a key is damaged')
  }
}
