import type { Generated, Selectable } from 'kysely'
import type { AuditKind } from '@tally/contract'

/**
 * The tables, the same on SQLite and PostgreSQL. Ids are UUIDv7 text, moments are milliseconds UTC, booleans are 0 or
 * 1, small bags of values are JSON text. What belongs to a list has a key that begins with the list id; what belongs to
 * a person has one that begins with the user id.
 */
export type Schema = {
  meta: MetaTable
  account: AccountTable
  session: SessionTable
  invitation: InvitationTable
  audit: AuditTable
  sign_in_budget: SignInBudgetTable
  list: ListTable
  member: MemberTable
  list_invitation: ListInvitationTable
  list_refusal: ListRefusalTable
  list_link: ListLinkTable
  todo: TodoTable
  tombstone: TombstoneTable
  overwritten: OverwrittenTable
  operation: OperationTable
}

/** Facts about this database as a whole, such as `epoch`. Key: key. */
export type MetaTable = { key: string; value: string }

/** Key: id. `username_key` (NFKC, lower case) is unique; index on `username_skeleton`, what the name looks like. */
export type AccountTable = {
  id: string
  username: string
  username_key: string
  username_skeleton: Generated<string>
  display_name: string
  role: 'admin' | 'member'
  disabled: number
  /** PHC string of Argon2id. */
  password_hash: string
  /** Set while the password is a one-time password, which must be replaced before this moment. */
  password_ends_at: number | null
  created_at: number
  last_seen_at: number | null
}

/** Key: id; `token_hash` is unique. It is deleted when it is used or taken back. */
export type InvitationTable = {
  id: string
  /** SHA-256 of its secret, base64url. */
  token_hash: string
  role: 'admin' | 'member'
  invited_by: string
  created_at: number
  expires_at: number
}

/**
 * Key: id, whose order is that of time; indexes on (kind, id), (actor_id, id) and (subject_id, id). Names are those
 * of the
 * day, since an account may be renamed or deleted. There is no foreign key.
 */
export type AuditTable = {
  id: string
  at: number
  kind: AuditKind
  /** Who did it; null where nobody was signed in, as on the command line. */
  actor_id: string | null
  actor_name: string | null
  /** Whose account it is about. */
  subject_id: string | null
  subject_name: string | null
  address: string | null
  device: string | null
  detail: string | null
}

/** Key: key. How many sign-ins in a row have failed for an account or a device, see `sessions/sign-in-throttle.ts`. */
export type SignInBudgetTable = {
  key: string
  failures: number
  /** No further attempt is checked before this moment. */
  blocked_until: number
  updated_at: number
}

/** Key: (user_id, id), index on id. One signed-in browser. */
export type SessionTable = {
  user_id: string
  id: string
  /** The `n` of the newest refresh token. */
  counter: number
  /** When `counter` last rose; the grace window begins here. */
  rotated_at: number
  remember: number
  device: string
  created_at: number
  last_used_at: number
  idle_ends_at: number
  ends_at: number
  /** Set once the session is over; its access tokens are refused from then on. */
  revoked_at: number | null
  /** Access tokens issued before this moment are refused, so that the browser fetches one with the new role. */
  stale_at: number | null
  /** Set when it ended because a refresh token of it was used twice; null again once the person knows. */
  reused_at: number | null
}

/** Key: id, index on owner_id. `head` rises with every change of the list or of anything in it. */
export type ListTable = {
  id: string
  kind: 'inbox' | 'list'
  name: string
  color: string | null
  owner_id: string
  head: number
  /** When it, or who has it, last changed. */
  ver: number
  /** Up to this `ver` its tombstones may have been removed. */
  floor: Generated<number>
  /** Todos that are neither completed nor deleted. */
  open_count: number
  /**
   * All its todos, those in the trash, too. It and `text_bytes` are charged to the owner, see `lists/quota-service.ts`.
   */
  todo_count: Generated<number>
  /** Its name, the titles, notes and labels (as JSON) of its todos, and their overwritten texts, in bytes of UTF-8. */
  text_bytes: Generated<number>
  created_at: number
  deleted_at: number | null
}

/**
 * Key: (list_id, user_id), index on (user_id, position). `position` is the place of the list among this member's lists.
 */
export type MemberTable = {
  list_id: string
  user_id: string
  role: 'owner' | 'editor' | 'viewer'
  position: string
  ver: number
  /** Since when they have the list. */
  since: Generated<number>
}

/**
 * Key: (list_id, user_id), indexes on user_id and expires_at. Somebody who was asked into a list and has not
 * answered; `owner`: a member to
 * whom it is offered. It counts only while `invited_by` owns the list and is enabled. It is deleted when it is
 * answered.
 */
export type ListInvitationTable = {
  list_id: string
  user_id: string
  role: 'owner' | 'editor' | 'viewer'
  /** As it was when they were invited, in one line. */
  list_name: string
  invited_by: string
  created_at: number
  expires_at: number
}

/**
 * Key: (list_id, user_id, invited_by), indexes on user_id and expires_at. Somebody who declined an invitation, or
 * left the list: until
 * `expires_at` that person cannot invite them to it again.
 */
export type ListRefusalTable = { list_id: string; user_id: string; invited_by: string; expires_at: number }

/**
 * Key: (list_id, id); `token_hash` is unique, index on expires_at. With it one person can join the list, while
 * `made_by` owns the list and is
 * enabled. It is deleted when it is used or revoked.
 */
export type ListLinkTable = {
  list_id: string
  id: string
  /** SHA-256 of its secret, base64url. */
  token_hash: string
  role: 'editor' | 'viewer'
  made_by: string
  created_at: number
  expires_at: number
}

/**
 * Key: (list_id, id), and id is unique: a todo is one todo, in one list. Indexes on (list_id, position), (list_id,
 * ver), (list_id, parent_id) where there is a parent and
 * deleted_at where it is set. Clustered by its key on SQLite.
 */
export type TodoTable = {
  list_id: string
  id: string
  title: string
  notes: string
  completed: number
  completed_at: number | null
  due_on: string | null
  due_time: string | null
  time_zone: string | null
  repeat: string | null
  priority: number
  /** JSON array of words. */
  labels: string
  parent_id: string | null
  assignee_id: string | null
  position: string
  created_at: number
  created_by: string
  updated_at: number
  deleted_at: number | null
  ver: number
  /** `foldText` of title, notes and labels, a line each: what a search reads. */
  folded: string
  /** JSON array of the `labelKey` of each label. */
  label_keys: string
}

export type TodoRow = Selectable<TodoTable>

/**
 * Key: (list_id, id), indexes on (list_id, ver) and at. A todo that was purged from the list or moved to another one.
 */
export type TombstoneTable = { list_id: string; id: string; ver: number; at: number }

/** Key: (list_id, todo_id, id), index on at. A text that somebody overwrote without having seen it. */
export type OverwrittenTable = {
  list_id: string
  todo_id: string
  id: string
  field: 'title' | 'notes'
  text: string
  at: number
  /** Who overwrote it. */
  by_id: string
}

/**
 * Key: (list_id, user_id, id), indexes on at, and on at of those refused. The verdict on each operation, so that
 * sending it
 * again gives the same answer. Its id is that of the person: somebody else's operation of the same id is another one.
 */
export type OperationTable = {
  list_id: string
  user_id: string
  id: string
  at: number
  /** The `ver` it made, or null when it was refused. */
  ver: number | null
  /** The problem code when it was refused; with `quota-reached` also which quota, after a space. */
  code: string | null
}
