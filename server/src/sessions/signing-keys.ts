import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { StartError } from '../db/start-error.ts'
import { readOrMakePrivateFile } from './private-file.ts'
import { signingAlgorithms, type AlgorithmName, type SigningAlgorithm } from './signing-algorithm.ts'

type KeyMaterial = Awaited<ReturnType<typeof importJWK>>

/** A key with the one algorithm it may be used with. */
export type SigningKey = { readonly kid: string; readonly alg: AlgorithmName; readonly key: KeyMaterial }

/** The keys of this server. */
export type SigningKeys = {
  /** The private key that signs new tokens. */
  readonly signer: SigningKey
  /** The keys that verify tokens, by `kid`. */
  readonly verifiers: ReadonlyMap<string, SigningKey>
  /** The public keys as others may have them (RFC 7517). */
  readonly publicSet: { readonly keys: readonly JWK[] }
}

/**
 * Reads the private JWK Set at `path`, or makes one with a new key at the first start. The first key signs, all verify.
 * The `kid` of a key is its thumbprint (RFC 7638), so that it can stand for no other key.
 *
 * Throws StartError, in one line that names the file, for a key that is not a private key of the algorithm, is meant for
 * something else, has the wrong `kid`, or is in the file twice.
 */
export async function loadSigningKeys(path: string, alg: AlgorithmName = 'ES256'): Promise<SigningKeys> {
  const refuse = (reason: string) => new StartError(`${path} holds no usable signing keys: ${reason}.`)
  const text = await readOrMakePrivateFile(path, () =>
    keySetText({ ...signingAlgorithms[alg].generate(), alg, use: 'sig' }),
  )
  const verifiers = new Map<string, SigningKey>()
  const published: JWK[] = []
  let signer: SigningKey | undefined

  for (const jwk of readKeySet(text, refuse)) {
    const objection = objectionTo(jwk, alg)
    if (objection) throw refuse(objection)
    const { publicPart, privateKey, publicKey, kid } = await importPair(jwk, alg, refuse)
    if (jwk.kid !== undefined && jwk.kid !== kid) throw refuse(`a kid must be the RFC 7638 thumbprint, here ${kid}`)
    if (verifiers.has(kid)) throw refuse(`the key ${kid} is in it twice`)
    signer ??= { kid, alg, key: privateKey }
    verifiers.set(kid, { kid, alg, key: publicKey })
    published.push({ ...publicPart, kid, alg, use: 'sig' })
  }
  if (!signer) throw refuse('it is empty')
  return { signer, verifiers, publicSet: { keys: published } }
}

type Refuse = (reason: string) => StartError

function keySetText(...keys: JWK[]): string {
  return `${JSON.stringify({ keys }, null, 2)}\n`
}

function readKeySet(text: string, refuse: Refuse): JWK[] {
  const set = parseJson(text, refuse)
  if (!isObject(set) || !Array.isArray(set['keys']) || !set['keys'].every(isObject)) {
    throw refuse('it must be a JWK Set, {"keys": [...]}')
  }
  return set['keys']
}

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The error of JSON.parse quotes the text, which is secret.
    throw refuse('it is not JSON')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Says why a key must not be used with the algorithm, if there is a reason. */
function objectionTo(jwk: JWK, alg: AlgorithmName): string | undefined {
  const { shape, privateMember }: SigningAlgorithm = signingAlgorithms[alg]
  if (jwk.alg !== alg) return `a key is for alg ${jwk.alg ?? '(none)'}, not ${alg}`
  if (jwk.use !== undefined && jwk.use !== 'sig') return `a key is for use ${jwk.use}, not sig`
  if (jwk.key_ops !== undefined && !jwk.key_ops.includes('sign')) return 'the key_ops of a key do not have sign'
  if (jwk.kty !== shape.kty || jwk.crv !== shape.crv) return `a key is not of kty ${shape.kty} and crv ${shape.crv}`
  return jwk[privateMember] === undefined ? 'a key has no private part' : undefined
}

async function importPair(jwk: JWK, alg: AlgorithmName, refuse: Refuse) {
  const { publicMembers, privateMember }: SigningAlgorithm = signingAlgorithms[alg]
  // Only what makes up the key is imported; Web Crypto checks that its two halves belong together.
  const pick = (members: readonly (keyof JWK)[]): JWK => Object.fromEntries(members.map((name) => [name, jwk[name]]))
  const publicPart = pick(publicMembers)
  try {
    const privateKey = await importJWK(pick([...publicMembers, privateMember]), alg)
    const publicKey = await importJWK(publicPart, alg)
    return { publicPart, privateKey, publicKey, kid: await calculateJwkThumbprint(publicPart) }
  } catch {
    throw refuse('a key is damaged')
  }
}
