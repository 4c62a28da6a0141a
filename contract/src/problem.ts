import Type, { type Static } from 'typebox'

/**
 * Every way a request can fail: the stable `code`, its HTTP status, and a title a person understands.
 * The wire form is RFC 9457 `application/problem+json`.
 */
export const problemCatalogue = {
  'invalid-input': { status: 400, title: 'Some of what was sent isn’t valid' },
  'invalid-json': { status: 400, title: 'The body isn’t valid JSON' },
  'invalid-request': { status: 400, title: 'The server can’t understand the request' },
  'ambiguous-credentials': { status: 400, title: 'Credentials were sent in more than one place' },
  'invalid-credentials': { status: 401, title: 'Username or password is wrong' },
  'invalid-token': { status: 401, title: 'You’re not signed in' },
  'invalid-session': { status: 401, title: 'Your session has ended' },
  'cross-site-request': { status: 403, title: 'The request came from another site' },
  'password-change-required': { status: 403, title: 'This password works only once: choose your own' },
  'setup-link-needed': { status: 403, title: 'Open the link Tally printed when it started' },
  'sign-up-closed': { status: 403, title: 'Only an admin can create accounts here' },
  'admins-only': { status: 403, title: 'Only an admin can do this' },
  'wrong-password': { status: 403, title: 'The current password is wrong' },
  'share-by-link': { status: 403, title: 'On this server, lists are shared by link' },
  'list-read-only': { status: 403, title: 'You can view this list, but not edit it' },
  'not-found': { status: 404, title: 'There’s nothing here' },
  'todo-not-found': { status: 404, title: 'This todo doesn’t exist' },
  'list-not-found': { status: 404, title: 'This list doesn’t exist' },
  'user-not-found': { status: 404, title: 'This person doesn’t exist' },
  'session-not-found': { status: 404, title: 'This session doesn’t exist' },
  'invitation-not-found': { status: 404, title: 'This invitation was already used, expired or was revoked' },
  'method-not-allowed': { status: 405, title: 'This address doesn’t take that method' },
  'username-taken': { status: 409, title: 'This username is taken' },
  'id-taken': { status: 409, title: 'This ID is already in use for something else' },
  'setup-done': { status: 409, title: 'Tally is already set up' },
  'last-admin': { status: 409, title: 'The last admin must stay an admin' },
  'not-invitable': { status: 409, title: 'You can’t invite this person at the moment' },
  'too-many-links': { status: 409, title: 'This list has too many links: revoke one first' },
  'last-owner': { status: 409, title: 'A list needs an owner: transfer ownership first' },
  'schema-too-old': { status: 409, title: 'This app is too old for the server: reload it' },
  'inbox-fixed': { status: 409, title: 'The Inbox can’t be deleted, renamed or shared' },
  'list-deleted': { status: 409, title: 'This list is in the trash' },
  'todo-deleted': { status: 409, title: 'This todo is in the trash' },
  'quota-reached': { status: 409, title: 'There’s no room for more' },
  'version-mismatch': { status: 412, title: 'This was changed in the meantime' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'Only application/json is supported' },
  'too-many-requests': { status: 429, title: 'Too many attempts: wait a moment' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The server is busy: try again in a moment' },
  'storage-full': { status: 507, title: 'The server has no room left' },
} as const satisfies Record<string, { status: number; title: string }>

/** The stable name of a problem. */
export type ProblemCode = keyof typeof problemCatalogue

/** Which quota is used up, see `limits.quota`: that of the list, or of its owner. */
export const QuotaName = Type.Union([
  Type.Literal('lists'),
  Type.Literal('todosInList'),
  Type.Literal('todos'),
  Type.Literal('textBytes'),
])
export type QuotaName = Static<typeof QuotaName>

/** One thing wrong in what was sent. `path` is a JSON Pointer (RFC 6901) into `/body`, `/query` or `/params`. */
export type InputError = { path: string; message: string }

/** An RFC 9457 problem as it goes over the wire. */
export const ProblemBody = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
  quota: Type.Optional(QuotaName),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
})
export type ProblemBody = Static<typeof ProblemBody>
