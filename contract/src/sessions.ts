import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { operation } from './operation.ts'
import { closed, Id, IdParams, Moment } from './values.ts'

/** What a person may do on this server as a whole. Rights on a list are separate. */
export const Role = Type.Union([Type.Literal('admin'), Type.Literal('member')])
export type Role = Static<typeof Role>

/** The person who is signed in. */
export const CurrentUser = Type.Object({
  id: Id,
  username: Type.String(),
  displayName: Type.String(),
  role: Role,
})
export type CurrentUser = Static<typeof CurrentUser>

/**
 * The answer to a sign-in or a refresh. `expiresIn` is the life of the token in seconds (RFC 6749, 5.1). What a device
 * needs for what it keeps is optional: a device does without where a server of an earlier version answers.
 */
export const SignedIn = Type.Object({
  token: Type.String({ description: 'JWT access token (RFC 9068); send it as Authorization: Bearer' }),
  expiresIn: Type.Integer(),
  user: CurrentUser,
  sessionEndsIn: Type.Optional(
    Type.Integer({
      description: 'seconds until the session ends unless it is used; a device shows nothing after that',
    }),
  ),
  deviceKeys: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'keys of 32 bytes (base64url) of this person, the newest first, under which a device keeps what was never sent',
    }),
  ),
  reuseFound: Type.Optional(
    Type.Boolean({ description: 'a session of theirs ended since its refresh token was used twice; see listSessions' }),
  ),
})
export type SignedIn = Static<typeof SignedIn>

export const Credentials = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: limits.username.typed }),
    password: Type.String({ minLength: 1, maxLength: limits.password.typed }),
    remember: Type.Optional(Type.Boolean({ description: 'keep me signed in on this device; default true' })),
    newPassword: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: limits.password.typed,
        description: 'replaces a one-time password, which signs nobody in by itself',
      }),
    ),
  },
  closed,
)
export type Credentials = Static<typeof Credentials>

/** One browser or device somebody is signed in with. */
export const Session = Type.Object({
  id: Id,
  current: Type.Boolean({ description: 'the session this request was made with' }),
  device: Type.String({ description: 'a name made from the user agent' }),
  createdAt: Moment,
  lastUsedAt: Moment,
  /** Set where the session is over, since its refresh token was used twice; it is listed until it is deleted. */
  reusedAt: Type.Optional(Moment),
})
export type Session = Static<typeof Session>

const JsonWebKeySet = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) })

export const signIn = operation({
  id: 'signIn',
  method: 'POST',
  path: '/api/auth',
  access: 'public',
  summary: 'Sign in with a username and password; a one-time password needs a new one with it',
  body: Credentials,
  success: 200,
  answers: { 200: SignedIn },
  problems: ['invalid-credentials', 'password-change-required', 'too-many-requests', 'cross-site-request'],
})
export const refreshSession = operation({
  id: 'refreshSession',
  method: 'POST',
  path: '/api/auth/refresh',
  access: 'cookie',
  summary: 'Exchange the refresh cookie for a new access token and the next cookie',
  success: 200,
  answers: { 200: SignedIn, 204: null },
  problems: ['invalid-session', 'too-many-requests', 'cross-site-request'],
})
export const signOut = operation({
  id: 'signOut',
  method: 'POST',
  path: '/api/auth/logout',
  access: 'cookie',
  summary: 'End this session, named by the cookie or the bearer token',
  success: 204,
  answers: { 204: null },
  problems: ['cross-site-request'],
})
export const listSessions = operation({
  id: 'listSessions',
  method: 'GET',
  path: '/api/auth/sessions',
  access: 'signed-in',
  summary: 'Where I am signed in, and where somebody else may have been',
  success: 200,
  answers: { 200: Type.Array(Session) },
})
export const endSession = operation({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/auth/sessions/:id',
  access: 'signed-in',
  summary: 'Sign out one of my sessions, or take one off the list that is over',
  params: IdParams,
  success: 204,
  answers: { 204: null },
  problems: ['session-not-found'],
})
export const endOtherSessions = operation({
  id: 'endOtherSessions',
  method: 'DELETE',
  path: '/api/auth/sessions',
  access: 'signed-in',
  summary: 'Sign out all my sessions but this one',
  success: 204,
  answers: { 204: null },
})
export const getKeys = operation({
  id: 'getKeys',
  method: 'GET',
  path: '/.well-known/jwks.json',
  access: 'public',
  summary: 'The public keys that verify our access tokens (RFC 7517)',
  success: 200,
  answers: { 200: JsonWebKeySet },
})
