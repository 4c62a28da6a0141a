import type { AuditEntry, AuditKind } from '@tally/contract'
import type { IconName } from '../ui/icons'
import { isolated } from '../ui/isolated'

type Kind = {
  /** What the filter calls it. */
  readonly label: string
  readonly icon: IconName
  readonly say: (entry: AuditEntry) => string
}

const kinds: Readonly<Record<AuditKind, Kind>> = {
  'set-up': {
    label: 'Setup',
    icon: 'flag',
    say: (entry) => `${actor(entry)} set up Tally and became the first admin`,
  },
  'signed-in': { label: 'Sign-in', icon: 'key', say: (entry) => `${actor(entry)} signed in` },
  'sign-in-failed': {
    label: 'Failed sign-in',
    icon: 'warning',
    say: sayWhatFailed,
  },
  'sign-in-throttled': {
    label: 'Slowed-down sign-in',
    icon: 'warning',
    say: ({ actor, subject, detail }) =>
      `${actor ? 'Changing the password of' : 'Signing in as'} ${nameOf(subject) ?? 'an unknown username'} ` +
      `was slowed down${inBrackets(detail)}`,
  },
  'signed-out': { label: 'Sign-out', icon: 'log-out', say: (entry) => `${actor(entry)} signed out` },
  'sessions-ended': { label: 'Sessions ended', icon: 'log-out', say: sayWhatEnded },
  'refresh-token-reused': {
    label: 'Reused token',
    icon: 'warning',
    say: ({ subject }) =>
      `A session of ${nameOf(subject) ?? 'someone'} was ended: an old token was reused, possibly by an attacker`,
  },
  'password-changed': {
    label: 'Password changed',
    icon: 'lock',
    say: (entry) => `${actor(entry)} chose a new password`,
  },
  'password-reset': {
    label: 'Password reset',
    icon: 'lock',
    say: (entry) => `${actor(entry)} gave ${subject(entry)} a one-time password`,
  },
  'user-added': {
    label: 'Person added',
    icon: 'user',
    say: (entry) => `${actor(entry)} added ${subject(entry)}${asRole(entry)}`,
  },
  'user-joined': { label: 'Person joined', icon: 'user', say: (entry) => `${actor(entry)} joined${asRole(entry)}` },
  'user-renamed': { label: 'Name changed', icon: 'pencil', say: sayRenamed },
  'role-changed': {
    label: 'Role changed',
    icon: 'shield',
    say: (entry) => `${actor(entry)} made ${subject(entry)} ${role(entry)}`,
  },
  'user-disabled': {
    label: 'Person disabled',
    icon: 'user',
    say: (entry) => `${actor(entry)} disabled ${subject(entry)}`,
  },
  'user-enabled': {
    label: 'Person enabled',
    icon: 'user',
    say: (entry) => `${actor(entry)} enabled ${subject(entry)} again`,
  },
  'user-deleted': {
    label: 'Person deleted',
    icon: 'trash',
    say: (entry) => `${actor(entry)} deleted ${subject(entry)}`,
  },
  'invitation-made': {
    label: 'Invitation created',
    icon: 'mail',
    say: (entry) => `${actor(entry)} created an invitation for ${role(entry)}`,
  },
  'invitation-deleted': {
    label: 'Invitation revoked',
    icon: 'mail',
    say: (entry) => `${actor(entry)} revoked an invitation for ${role(entry)}`,
  },
  'keys-rotated': {
    label: 'Signing key changed',
    icon: 'key',
    // The server itself makes one where none can sign; the log does not tell it from the command line.
    say: ({ detail }) => `A new signing key was put into use${inBrackets(detail)}`,
  },
  'key-revoked': {
    label: 'Signing key revoked',
    icon: 'key',
    say: (entry) => `${actor(entry)} revoked a signing key${inBrackets(entry.detail)}`,
  },
  'secret-rotated': {
    label: 'Root secret changed',
    icon: 'key',
    say: (entry) => `${actor(entry)} put a new root secret into use${inBrackets(entry.detail)}`,
  },
  'secret-dropped': {
    label: 'Root secret removed',
    icon: 'key',
    say: (entry) => `${actor(entry)} removed an old root secret${inBrackets(entry.detail)}`,
  },
}

/** Every kind of entry with what a filter calls it, in the order of those words. */
export const auditKindChoices: readonly { readonly kind: AuditKind; readonly label: string }[] = Object.entries(kinds)
  .map(([kind, { label }]) => ({ kind: kind as AuditKind, label }))
  .toSorted((a, b) => a.label.localeCompare(b.label))

export function isAuditKind(text: string): text is AuditKind {
  return Object.hasOwn(kinds, text)
}

/** What happened, as a sentence without a full stop: “ada disabled eve”. */
export function formatAuditEntry(entry: AuditEntry): string {
  return kinds[entry.kind].say(entry)
}

/** The picture beside the sentence. */
export function auditIcon({ kind }: Pick<AuditEntry, 'kind'>): IconName {
  return kinds[kind].icon
}

/** What somebody was called when it happened, and whether their account is gone; undefined for nobody. */
function nameOf(person: NonNullable<AuditEntry['actor']>): string
function nameOf(person: AuditEntry['actor']): string | undefined
function nameOf(person: AuditEntry['actor']): string | undefined {
  if (!person) return undefined
  return person.deleted ? `${isolated(person.name)} (deleted)` : isolated(person.name)
}

/** Who did it. What has no address was done on the server itself. */
function actor({ actor, address }: AuditEntry): string {
  return nameOf(actor) ?? (address === null ? 'The command line' : 'Someone')
}

/** To whom. */
function subject({ actor, subject }: AuditEntry): string {
  if (!subject) return 'someone'
  return isSame(actor, subject) ? 'themselves' : nameOf(subject)
}

function isSame(actor: AuditEntry['actor'], subject: AuditEntry['subject']): boolean {
  return actor !== null && actor.id !== null && actor.id === subject?.id
}

function role({ detail }: AuditEntry): string {
  return detail === 'admin' ? 'an admin' : 'a member'
}

function asRole(entry: AuditEntry): string {
  return entry.detail === null ? '' : ` as ${role(entry)}`
}

function inBrackets(detail: string | null): string {
  return detail === null ? '' : ` (${detail})`
}

/** The detail is `all`, `all others`, or the name of a device. */
function sayWhatEnded(entry: AuditEntry): string {
  const { detail } = entry
  if (!isSame(entry.actor, entry.subject)) return `${actor(entry)} signed ${subject(entry)} out everywhere`
  if (detail === 'all') return `${actor(entry)} signed out everywhere`
  if (detail === 'all others') return `${actor(entry)} signed out everywhere else`
  return `${actor(entry)} signed out ${detail ?? 'another device'}`
}

/** Somebody who is signed in is asked for their password before they change it. */
function sayWhatFailed({ actor, subject }: AuditEntry): string {
  if (actor) return `${nameOf(actor)} entered a wrong password while changing theirs`
  return subject
    ? `Someone failed to sign in as ${nameOf(subject)}`
    : 'Someone failed to sign in with an unknown username'
}

function sayRenamed(entry: AuditEntry): string {
  const { actor: by, subject: whom, detail } = entry
  const name = detail === null ? '' : ` to “${detail}”`
  return isSame(by, whom)
    ? `${actor(entry)} changed their name${name}`
    : `${actor(entry)} changed the name of ${subject(entry)}${name}`
}
