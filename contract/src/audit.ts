import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { operation } from './operation.ts'
import { closed, Id, Moment, Nullable } from './values.ts'

/** What is written down for admins: everything that decides who may sign in, and who did. */
export const auditKinds = [
  'set-up',
  'signed-in',
  'sign-in-failed',
  'sign-in-throttled',
  'signed-out',
  'sessions-ended',
  'refresh-token-reused',
  'password-changed',
  'password-reset',
  'user-added',
  'user-joined',
  'user-renamed',
  'role-changed',
  'user-disabled',
  'user-enabled',
  'user-deleted',
  'invitation-made',
  'invitation-deleted',
  'keys-rotated',
  'key-revoked',
  'secret-rotated',
  'secret-dropped',
] as const

export const AuditKind = Type.Enum(auditKinds)
export type AuditKind = (typeof auditKinds)[number]

/** A person as they were called when it happened; the id is null where nobody with that name exists. */
const Person = Type.Object({
  id: Nullable(Id),
  name: Type.String(),
  deleted: Type.Optional(Type.Boolean({ description: 'set where the account has been deleted since' })),
})

/** One thing that happened: what, when, who did it, to whom, and from where. Never a secret. */
export const AuditEntry = Type.Object({
  id: Id,
  at: Moment,
  kind: AuditKind,
  actor: Nullable(Person),
  subject: Nullable(Person),
  address: Nullable(Type.String({ description: 'IP address; null for the command line' })),
  device: Nullable(Type.String({ description: 'a name made from the user agent' })),
  detail: Nullable(Type.String({ description: 'such as the new role, or the kid of a key' })),
})
export type AuditEntry = Static<typeof AuditEntry>

const AuditQuery = Type.Object(
  {
    kind: Type.Optional(AuditKind),
    user: Type.Optional(Id),
    since: Type.Optional(Moment),
    until: Type.Optional(Moment),
    before: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.auditPage.max })),
  },
  closed,
)

export const listAudit = operation({
  id: 'listAudit',
  method: 'GET',
  path: '/api/audit',
  access: 'admin',
  summary: 'What happened to accounts and sessions, the newest first; pages by the Link header',
  query: AuditQuery,
  success: 200,
  answers: { 200: Type.Array(AuditEntry) },
})
