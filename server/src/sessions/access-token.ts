import { CompactSign } from 'jose'
import Type, { type Static } from 'typebox'
import { Id, Role, type CurrentUser } from '@tally/contract'
import { newId } from '../http/id.ts'
import type { SigningKey } from './signing-key.ts'

/** The media type in the header of an access token (RFC 9068, 2.1): no other JWT of ours can be taken for one. */
export const ACCESS_TOKEN_TYPE = 'at+jwt'
export const AUDIENCE = 'tally'
export const CLIENT_ID = 'tally-web'

/** Seconds since 1970 (RFC 7519, 2). */
const NumericDate = Type.Number({ minimum: 0 })

/** The claims of an access token (RFC 9068, 2.2), with `sid` and `role`. Claims beyond these mean nothing to us. */
export const AccessClaims = Type.Object({
  iss: Type.String(),
  aud: Type.Literal(AUDIENCE),
  sub: Id,
  client_id: Type.Literal(CLIENT_ID),
  sid: Id,
  jti: Id,
  iat: NumericDate,
  nbf: NumericDate,
  exp: NumericDate,
  auth_time: NumericDate,
  amr: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  role: Role,
})
export type AccessClaims = Static<typeof AccessClaims>

/** Whom a token is for, and when it counts; moments in seconds since 1970. */
export type AccessGrant = {
  readonly user: Pick<CurrentUser, 'id' | 'role'>
  readonly sessionId: string
  readonly authenticatedAt: number
  readonly issuedAt: number
  readonly validFrom: number
  readonly expiresAt: number
}

/** What of a key it takes to sign with it. */
export type Signer = Pick<SigningKey, 'kid' | 'alg' | 'signWith'>

/** Makes the access token of a grant, a signed JWT. `issuer` is our public address. */
export function signAccessToken(signer: Signer, issuer: string, grant: AccessGrant): Promise<string> {
  const claims: AccessClaims = {
    iss: issuer,
    aud: AUDIENCE,
    sub: grant.user.id,
    client_id: CLIENT_ID,
    sid: grant.sessionId,
    jti: newId(),
    iat: grant.issuedAt,
    nbf: grant.validFrom,
    exp: grant.expiresAt,
    auth_time: grant.authenticatedAt,
    amr: ['pwd'],
    role: grant.user.role,
  }
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: signer.alg, typ: ACCESS_TOKEN_TYPE, kid: signer.kid })
    .sign(signer.signWith)
}
