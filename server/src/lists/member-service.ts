import type { ListRole, Member, NewMember } from '@tally/contract'
import { findPersonId } from '../accounts/people-service.ts'
import type { Db } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { change, type Ground } from '../sync/change-service.ts'
import { requireList } from './list-service.ts'
import { isMember, lockMyList, requireRight } from './locked-list-service.ts'
import { findMembersOf, findNamedMember, findNamedMembers } from './member-store.ts'
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

/** Who has each of these lists. */
export async function findMemberIds(db: Db, listIds: readonly string[]): Promise<{ listId: string; userId: string }[]> {
  if (listIds.length === 0) return []
  return (await findMembersOf(db, listIds)).map((row) => ({ listId: row.list_id, userId: row.user_id }))
}

/** Shares a list with a person of that username, or gives them the role when they have it already. */
export function addMember(
  ground: Ground,
  actor: Actor,
  listId: string,
  { username, role }: NewMember,
): Promise<{ member: Member; added: boolean }> {
  return inTransaction(ground.db, async (tx) => {
    // Before the name is looked up: who may not share learns nothing about who is here.
    requireRight(await lockMyList(tx, actor.userId, listId), 'share it, give roles and hand it over')
    const userId = await findPersonId(tx, username)
    if (userId === undefined) throw new Problem('user-not-found')
    const added = !(await isMember(tx, listId, userId))
    await change(tx, ground, actor, { type: 'member.put', listId, key: userId, fields: { role } })
    return { member: await readMember(tx, listId, userId), added }
  })
}

/** Gives a person a role; `owner` hands the list over to a member. */
export function changeMember(
  ground: Ground,
  actor: Actor,
  listId: string,
  userId: string,
  role: ListRole,
): Promise<Member> {
  return inTransaction(ground.db, async (tx) => {
    await change(tx, ground, actor, { type: 'member.put', listId, key: userId, fields: { role } })
    return readMember(tx, listId, userId)
  })
}

/** Takes a list away from a person, or leaves it. */
export async function removeMember(ground: Ground, actor: Actor, listId: string, userId: string): Promise<void> {
  await inTransaction(ground.db, (tx) => change(tx, ground, actor, { type: 'member.delete', listId, key: userId }))
}

async function readMember(db: Db, listId: string, userId: string): Promise<Member> {
  const row = await findNamedMember(db, listId, userId)
  if (!row) throw new Error('A member vanished inside their transaction')
  return toMember(row)
}
