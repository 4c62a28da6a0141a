import type { InvitedPerson, List, ListInvitation } from '@tally/contract'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { makeChange, type Deps } from '../changes/make-change.ts'
import { findInvitedTo, findMyInvitations, type InvitedRow, type MyInvitationRow } from './invitation-store.ts'
import { requireList } from './list-service.ts'

type Reading = Pick<Deps, 'db' | 'clock'>

/** The lists I am invited to, the newest invitation first. */
export async function listMyInvitations({ db, clock }: Reading, { userId }: Actor): Promise<ListInvitation[]> {
  return (await findMyInvitations(db, userId, clock())).map(toInvitation)
}

/** Joins a list I am invited to, or takes it over when it is offered to me. Throws Problem `invitation-not-found`. */
export function acceptInvitation(deps: Deps, actor: Actor, listId: string): Promise<List> {
  return inTransaction(deps.db, async (tx) => {
    await makeChange(tx, deps, actor, { type: 'invitation.accept', listId })
    return requireList(tx, actor.userId, listId)
  })
}

/** Declines an invitation, if there is one. */
export async function declineInvitation(deps: Deps, actor: Actor, listId: string): Promise<void> {
  await inTransaction(deps.db, (tx) => makeChange(tx, deps, actor, { type: 'invitation.decline', listId }))
}

/** Who is invited to a list, whoever was first first. */
export async function listInvitedPeople({ db, clock }: Reading, listId: string): Promise<InvitedPerson[]> {
  return (await findInvitedTo(db, listId, clock())).map(toInvitedPerson)
}

/** Somebody who is invited to a list; undefined when they are not. */
export async function findInvitedPerson(
  reading: Reading,
  listId: string,
  userId: string,
): Promise<InvitedPerson | undefined> {
  return (await listInvitedPeople(reading, listId)).find((person) => person.userId === userId)
}

function toInvitation(row: MyInvitationRow): ListInvitation {
  return {
    listId: row.list_id,
    listName: row.list_name,
    role: row.role,
    invitedBy: { username: row.username, displayName: row.display_name },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function toInvitedPerson(row: InvitedRow): InvitedPerson {
  return {
    userId: row.user_id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    expiresAt: row.expires_at,
  }
}
