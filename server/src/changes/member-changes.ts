import type { ListRole } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { Problem } from '../http/problem.ts'
import { invite, noteRefusal, withdrawInvitation } from './invitation-changes.ts'
import { publishAccessChanged } from './list-events.ts'
import { deleteMemberRow, findMember, updateMember } from './list-store.ts'
import { requireNotDeleted, requireRight, type LockedList } from './locked-lists.ts'

/** When somebody shares a list (milliseconds), and who may see who is here. */
export type Sharing = { readonly at: number; readonly directory: 'everyone' | 'admins' }

/**
 * `member.put`: what somebody is to be. A member gets another role at once; whoever is none is invited; and (`owner`) a
 * member is offered the list. An offer that is open ends with another role. Every change of who has a list changes the
 * list, so that replicas fetch its members anew.
 *
 * Where the directory is for admins a stranger is refused alike whether they exist or not: Problem `share-by-link`.
 */
export async function putMember(
  tx: Tx,
  list: LockedList,
  userId: string,
  role: ListRole,
  { at, directory }: Sharing,
): Promise<void> {
  requireRight(list, 'share')
  requireNotDeleted(list)
  if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
  const before = await findMember(tx, list.id, userId)
  if (!before) {
    if (directory === 'admins') throw new Problem('share-by-link')
    if (role === 'owner') throw new Problem('user-not-found')
    return invite(tx, list, { userId, role, isMember: false }, at)
  }
  if (before.role === 'owner' && role !== 'owner') throw new Problem('last-owner')
  if (before.role === 'owner') return
  if (role === 'owner') return invite(tx, list, { userId, role, isMember: true }, at)
  await withdrawInvitation(tx, list, userId)
  if (before.role === role) return
  await updateMember(tx, list.id, userId, { role, ver: list.nextVer })
  list.set({})
  publishAccessChanged(tx, userId)
}

/**
 * `member.delete`: takes the list away from somebody, or their invitation, or leaves it; what they were to do in it is
 * nobody's then. Whoever leaves is not asked again by its owner for a while.
 */
export async function deleteMember(tx: Tx, list: LockedList, userId: string, { at }: { at: number }): Promise<void> {
  const leaving = userId === list.member.user_id
  if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
  if (leaving && list.member.role === 'owner') throw new Problem('last-owner')
  requireRight(list, leaving ? 'leave' : 'removeMember')
  const isMember = (await findMember(tx, list.id, userId)) !== undefined
  const wasInvited = await withdrawInvitation(tx, list, userId)
  if (!isMember && !wasInvited) throw new Problem('user-not-found')
  if (!isMember) return
  await deleteMemberRow(tx, list.id, userId)
  await list.clearAssignments(tx, userId, at)
  if (leaving) await noteRefusal(tx, list, { userId, invitedBy: list.row.owner_id, at })
  list.set({})
  list.left = leaving
  publishAccessChanged(tx, userId)
}
