import type { InvitedPerson, ListRole, Member, NewMember } from '@tally/contract'
import { findPersonId } from '../accounts/people-service.ts'
import type { Db, Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { requireRight } from '../changes/locked-lists.ts'
import { lockLists, makeChange, type Deps } from '../changes/make-change.ts'
import { findInvitedPerson } from './invitation-service.ts'
import { requireList } from './list-service.ts'
import { findNamedMember, findNamedMembers } from './member-store.ts'
import { inOrder, toMember } from './to-member.ts'

/** Who has a list of mine; throws Problem `list-not-found`. */
export async function listMembers(db: Db, actor: Actor, listId: string): Promise<Member[]> {
  await requireList(db, actor.userId, listId)
  return listMembersOf(db, listId)
}

/** Who has a list: the owner first, then as they came to it. */
export async function listMembersOf(db: Db, listId: string): Promise<Member[]> {
  return (await findNamedMembers(db, listId)).sort(inOrder).map(toMember)
}

/** Invites a person of that username to a list, or gives them the role when they have it already; see `putMember`. */
export function addMember(
  deps: Deps,
  actor: Actor,
  listId: string,
  { username, role }: NewMember,
): Promise<Member | InvitedPerson> {
  return inTransaction(deps.db, async (tx) => {
    // Before the name is looked up: who may not share, or not by name, learns nothing about who is here.
    const lists = await lockLists(tx, deps, actor, [listId])
    requireRight(lists.require(listId), 'share')
    if (deps.directory === 'admins') throw new Problem('share-by-link')
    const userId = await findPersonId(tx, username)
    if (userId === undefined) throw new Problem('user-not-found')
    await makeChange(tx, deps, actor, { type: 'member.put', listId, key: userId, fields: { role } }, lists)
    return readPerson(tx, deps, listId, userId)
  })
}

/** Gives a member a role, invites somebody, or (`owner`) offers the list to a member; see `putMember`. */
export function changeMember(
  deps: Deps,
  actor: Actor,
  listId: string,
  userId: string,
  role: ListRole,
): Promise<Member | InvitedPerson> {
  return inTransaction(deps.db, async (tx) => {
    await makeChange(tx, deps, actor, { type: 'member.put', listId, key: userId, fields: { role } })
    return readPerson(tx, deps, listId, userId)
  })
}

/** Takes a list away from a person, or their invitation; or leaves it. */
export async function removeMember(deps: Deps, actor: Actor, listId: string, userId: string): Promise<void> {
  await inTransaction(deps.db, (tx) => makeChange(tx, deps, actor, { type: 'member.delete', listId, key: userId }))
}

/** What somebody is after a change: invited, or a member. */
async function readPerson(tx: Tx, { clock }: Deps, listId: string, userId: string): Promise<Member | InvitedPerson> {
  const invited = await findInvitedPerson({ db: tx, clock }, listId, userId)
  if (invited) return invited
  const row = await findNamedMember(tx, listId, userId)
  if (!row) throw new Error('A member vanished inside their transaction')
  return toMember(row)
}
