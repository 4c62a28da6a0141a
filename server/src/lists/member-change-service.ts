import type { ListRole } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { Problem } from '../http/problem.ts'
import { endOfMyLists } from './list-change-service.ts'
import { noteAccess } from './list-news-service.ts'
import { clearAssignments, deleteMemberRow, findMember, insertMember, updateMember } from './list-store.ts'
import { requireNotDeleted, requireRight, type LockedList } from './locked-list-service.ts'
import { holdAccount } from './member-store.ts'

/**
 * `member.put`: shares the list, gives a member another role, or (`owner`) hands the list over: whoever had it stays as
 * an editor. Every change of who has a list changes the list, so that replicas fetch its members anew. `at` in milliseconds.
 */
export async function putMember(
  tx: Tx,
  list: LockedList,
  userId: string,
  role: ListRole,
  { at }: { at: number },
): Promise<void> {
  requireRight(list, 'share it, give roles and hand it over')
  requireNotDeleted(list)
  if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
  const before = await findMember(tx, list.id, userId)
  if (before?.role === role) return
  if (before?.role === 'owner') throw new Problem('last-owner')
  if (role === 'owner' && !before) throw new Problem('user-not-found')
  if (!(await holdAccount(tx, userId))) throw new Problem('user-not-found')

  const ver = list.nextVer
  if (role === 'owner') await list.handOver(tx, userId)
  if (before) await updateMember(tx, list.id, userId, { role, ver })
  else {
    const position = await endOfMyLists(tx, userId)
    await insertMember(tx, { list_id: list.id, user_id: userId, role, position, ver, since: at })
  }
  list.set({})
  noteAccess(tx, userId)
  if (role !== 'owner') return
  const { user_id: mine } = list.member
  await updateMember(tx, list.id, mine, { role: 'editor', ver })
  list.member = { ...list.member, role: 'editor', ver }
  noteAccess(tx, mine)
}

/** `member.delete`: takes the list away from somebody, or leaves it; what they were to do in it is nobody's then. */
export async function deleteMember(tx: Tx, list: LockedList, userId: string, { at }: { at: number }): Promise<void> {
  const leaving = userId === list.member.user_id
  if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
  if (leaving && list.member.role === 'owner') throw new Problem('last-owner')
  requireRight(list, leaving ? 'leave it' : 'take it away from others')
  if (!(await findMember(tx, list.id, userId))) throw new Problem('user-not-found')
  await deleteMemberRow(tx, list.id, userId)
  await clearAssignments(tx, list.id, userId, { updated_at: at, ver: list.nextVer })
  list.set({})
  list.left = leaving
  noteAccess(tx, userId)
}
