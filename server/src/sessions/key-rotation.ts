import type { AlgorithmName } from './signing-algorithm.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * How long whoever verifies our tokens may keep the published keys, and so how long a new key waits before it signs.
 */
export const PUBLISH_SECONDS = 300

type Keys = readonly SigningKey[]

/**
 * The key that signs at a moment, in seconds since 1970: the first for the algorithm whose time has come. Where there
 * is none yet, the first whose time will come: better a key that others do not know than nobody signed in.
 */
export function findSigner(keys: Keys, alg: AlgorithmName, now: number): SigningKey | undefined {
  const live = keys.filter((key) => key.alg === alg && now < key.verifiesUntil)
  return live.find(({ signsFrom }) => signsFrom <= now) ?? live[0]
}

/**
 * Puts a new key first. The others verify for `lifeSeconds` more once it signs, which is as long as a token of theirs
 * can last; those that have ended, or can no longer come to sign, go.
 */
export function putFirst(keys: Keys, added: SigningKey, now: number, lifeSeconds: number): SigningKey[] {
  const signsFrom = Math.max(now, added.signsFrom)
  const others = keys.filter((key) => now < key.verifiesUntil && (key.signsFrom <= now || key.signsFrom < signsFrom))
  const end = signsFrom + lifeSeconds
  return [added, ...others.map((key) => ({ ...key, verifiesUntil: Math.min(key.verifiesUntil, end) }))]
}

/** Does a key sign for the algorithm, now or in time, that is not on its way out? */
export function hasLastingSigner(keys: Keys, alg: AlgorithmName): boolean {
  return keys.some((key) => key.alg === alg && key.verifiesUntil === Number.POSITIVE_INFINITY)
}
