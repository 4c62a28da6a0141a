import type { Tx } from '../db/db.ts'
import { endSharing } from './invitation-changes.ts'
import { deleteAnswersOf } from './invitation-store.ts'
import { publishAccessChanged } from './list-events.ts'
import { deleteMemberRow, findListIdsOf, updateMember } from './list-store.ts'
import { LockedLists, type LockedList } from './locked-lists.ts'
import { findOtherMembers, type OtherMember } from './member-store.ts'

/**
 * Removes a person who is being deleted from all lists. Those that only they had are nobody's then, for
 * `eraseListsOfNobody`. Those they shared pass to whoever has been an editor of them for longest; where all others are
 * viewers, to the one who has been that for longest: somebody must be able to change it, or to delete it. For the same
 * reason somebody who is disabled gets it only where all others are. What they had shared and nobody had accepted yet
 * ends. `at` in milliseconds.
 */
export async function removeListsOf(tx: Tx, userId: string, at: number): Promise<void> {
  await deleteAnswersOf(tx, userId)
  const ids = (await findListIdsOf(tx, userId)).map((row) => row.list_id)
  const lists = await LockedLists.lock(tx, userId, ids)
  for (const listId of ids) {
    const list = lists.find(listId)
    // Somebody took it away from them meanwhile.
    if (!list) continue
    const [heir] = (await findOtherMembers(tx, listId, userId)).sort(bySeniority)
    if (heir) await leave(tx, list, heir, at)
    else {
      await endSharing(tx, listId)
      await deleteMemberRow(tx, listId, userId)
    }
  }
}

async function leave(tx: Tx, list: LockedList, heir: OtherMember, at: number): Promise<void> {
  const { user_id: userId, role } = list.member
  list.set({})
  if (role === 'owner') {
    list.set({ owner_id: heir.user_id })
    await updateMember(tx, list.id, heir.user_id, { role: 'owner', ver: list.nextVer })
    publishAccessChanged(tx, heir.user_id)
    await endSharing(tx, list.id)
  }
  await deleteMemberRow(tx, list.id, userId)
  await list.clearAssignments(tx, userId, at)
  list.keep()
  await list.save(tx)
}

/** Who may sign in before who is disabled, editors before viewers, and then whoever came first. */
function bySeniority(one: OtherMember, other: OtherMember): number {
  if (one.disabled !== other.disabled) return one.disabled - other.disabled
  if (one.role !== other.role) return one.role === 'editor' ? -1 : 1
  return one.since - other.since || (one.user_id < other.user_id ? -1 : 1)
}
