import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import type { Identify } from '../http/identify.ts'
import type { AccessTokenVerifier, VerifiedToken } from './access-token-verifier.ts'
import { readBearer } from './bearer.ts'
import { invalidToken } from './invalid-token.ts'
import type { RevocationIndex } from './revocation-index.ts'
import type { SessionRowCheck } from './session-row-check.ts'
import { VerifiedTokens } from './verified-tokens.ts'

const MAX_VERIFIED_TOKENS = 10_000

/**
 * Identifies requests by their access token. A token that was seen before costs three look-ups in memory and is
 * answered at once; only a new one is verified. Whether its key still counts and its session has not been revoked is
 * asked every time: of memory, or of the database while other instances are not heard.
 */
export function identifyByToken(
  verifier: AccessTokenVerifier,
  revocations: RevocationIndex,
  rowCheck: SessionRowCheck,
  clock: Clock,
): Identify {
  const verified = new VerifiedTokens(MAX_VERIFIED_TOKENS)

  const admit = (token: VerifiedToken): Actor | Promise<Actor> => {
    const { actor, issuedAt } = token
    if (!verifier.trusts(token)) throw invalidToken('the key was taken away')
    if (revocations.refuses(actor.sessionId, issuedAt)) throw invalidToken('the session was revoked or is stale')
    return rowCheck.isNeeded() ? rowCheck.admit(token) : actor
  }
  const verifyAndAdmit = async (token: string): Promise<Actor> => {
    const fresh = await verifier.verify(token)
    verified.keep(token, fresh)
    return admit(fresh)
  }

  return (request) => {
    const token = readBearer(request)
    const known = verified.find(token, clock())
    return known ? admit(known) : verifyAndAdmit(token)
  }
}
