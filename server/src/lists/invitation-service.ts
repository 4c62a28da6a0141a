import type { InvitedPerson, List, ListInvitation } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import type { Clock } from '../http/clock.ts'
import { change, type Ground } from '../changes/make-change.ts'
import {
  deleteEndedSharing,
  findInvitationsOf,
  findInvitedTo,
  type InvitedRow,
  type MyInvitationRow,
} from '../changes/invitation-store.ts'
import { requireList } from './list-service.ts'

type Reading = Pick<Ground, 'db' | 'clock'>

/** The lists I am invited to, the newest invitation first. */
export async function listMyInvitations({ db, clock }: Reading, { userId }: Actor): Promise<ListInvitation[]> {
  return (await findInvitationsOf(db, userId, clock())).map(toInvitation)
}

/** Joins a list I am invited to, or takes it over when it is offered to me. Throws Problem `invitation-not-found`. */
export function acceptInvitation(ground: Ground, actor: Actor, listId: string): Promise<List> {
  return inTransaction(ground.db, async (tx) => {
    await change(tx, ground, actor, { type: 'invitation.accept', listId })
    return requireList(tx, actor.userId, listId)
  })
}

/** Declines an invitation, if there is one. */
export async function declineInvitation(ground: Ground, actor: Actor, listId: string): Promise<void> {
  await inTransaction(ground.db, (tx) => change(tx, ground, actor, { type: 'invitation.decline', listId }))
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

/** Removes invitations that nobody has answered in time, links that nobody has used, and refusals that are over. */
export async function forgetOldSharing(db: Db, clock: Clock): Promise<void> {
  await deleteEndedSharing(db, clock())
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
