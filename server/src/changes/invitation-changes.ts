import type { Selectable } from 'kysely'
import { limits, type ListRole } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import type { ListLinkTable } from '../db/schema.ts'
import { Problem } from '../http/problem.ts'
import {
  deleteInvitationRow,
  deleteInvitationsTo,
  deleteListLinks,
  deleteRefusals,
  findInvitation,
  findInvitationsOf,
  hasRefused,
  putInvitationRow,
  putRefusalRow,
} from './invitation-store.ts'
import { endOfMyLists } from './list-changes.ts'
import { publishAccessChanged } from './list-events.ts'
import { insertMember, updateMember } from './list-store.ts'
import { LockedList, type LockedLists, type LockedRow } from './locked-lists.ts'
import { lockInvitee } from './member-store.ts'

const DAY_MS = 86_400_000

/** A name somebody else chose, in one line. */
export function inOneLine(name: string): string {
  return name.replace(/\s+/gu, ' ').trim()
}

/**
 * Makes an invitation, the only way there is: to a list of the inviter's, whose rights are checked already, or
 * (`owner`) offers the list to a member. Whoever is invited as that already stays so. `at` in milliseconds.
 *
 * Throws Problem `user-not-found` for a stranger who is not here or is disabled, and `not-invitable` for every other
 * reason, so that the inviter learns no more: they declined or left lately, have too much unanswered, or are a member
 * who is disabled.
 */
export async function invite(
  tx: Tx,
  list: LockedList,
  { userId, role, isMember }: { userId: string; role: ListRole; isMember: boolean },
  at: number,
): Promise<void> {
  const { user_id: invitedBy } = list.member
  const invitee = await lockInvitee(tx, userId)
  if (invitee?.disabled !== 0) throw new Problem(isMember ? 'not-invitable' : 'user-not-found')
  const known = await findInvitation(tx, list.id, userId, at)
  if (known?.role === role) return
  const isRefused = await hasRefused(tx, { listId: list.id, userId, invitedBy }, at)
  if (isRefused || (!known && (await hasTooMany(tx, userId, invitedBy, at)))) throw new Problem('not-invitable')
  await putInvitationRow(tx, {
    list_id: list.id,
    user_id: userId,
    role,
    list_name: inOneLine(list.row.name),
    invited_by: invitedBy,
    created_at: at,
    expires_at: at + limits.listInvitations.days * DAY_MS,
  })
  list.set({})
  publishAccessChanged(tx, userId)
}

/**
 * Turns a link to a list that somebody has opened into an invitation of theirs, which they accept in the same
 * transaction.
 */
export async function inviteByLink(tx: Tx, userId: string, link: UsedLink): Promise<void> {
  await putInvitationRow(tx, {
    list_id: link.list_id,
    user_id: userId,
    role: link.role,
    list_name: inOneLine(link.name),
    invited_by: link.made_by,
    created_at: link.created_at,
    expires_at: link.expires_at,
  })
}

type UsedLink = Pick<Selectable<ListLinkTable>, 'list_id' | 'role' | 'made_by' | 'created_at' | 'expires_at'> & {
  name: string
}

/** Nobody fills the sidebar of somebody else, nor keeps others from inviting them. */
async function hasTooMany(tx: Tx, userId: string, invitedBy: string, at: number): Promise<boolean> {
  const unanswered = await findInvitationsOf(tx, userId, at)
  const fromOne = unanswered.filter((invitation) => invitation.invited_by === invitedBy)
  const { listInvitations: most } = limits
  return unanswered.length >= most.unanswered || fromOne.length >= most.unansweredFromOne
}

/**
 * `invitation.accept`: the person has the list from now on, or (`owner`) it is theirs, and whoever had it stays as an
 * editor. Nothing happens to a member who is not invited, as when two devices accept. Throws Problem
 * `invitation-not-found`, and `quota-reached` where a list that is offered has no room with them.
 */
export async function acceptInvitation(
  tx: Tx,
  lists: LockedLists,
  listId: string,
  { userId, at }: { userId: string; at: number },
): Promise<LockedList> {
  const [row, mine] = [lists.findAny(listId), lists.find(listId)]
  const invitation = row && (await findInvitation(tx, listId, userId, at))
  if (!invitation) {
    if (mine) return mine
    throw new Problem('invitation-not-found')
  }
  const isOffer = mine !== undefined && invitation.role === 'owner'
  // First of all, since they may have no room for it.
  if (isOffer) await mine.handOver(tx, userId)
  await deleteInvitationRow(tx, listId, userId)
  await deleteRefusals(tx, listId, userId)
  const list = mine ?? (await join(tx, lists, row, invitation, at))
  list.set({})
  if (isOffer) await takeOver(tx, list)
  publishAccessChanged(tx, userId)
  return list
}

async function join(
  tx: Tx,
  { quotas }: LockedLists,
  { row, nextVer: ver }: LockedRow,
  { user_id, role }: { user_id: string; role: ListRole },
  at: number,
): Promise<LockedList> {
  const position = await endOfMyLists(tx, user_id)
  const member = { list_id: row.id, user_id, role, position, ver, since: at }
  await insertMember(tx, member)
  return new LockedList(row, member, quotas)
}

/** What the former owner gave away of the list ends with their own right to it. */
async function takeOver(tx: Tx, list: LockedList): Promise<void> {
  const { owner_id: before } = list.row
  const { user_id: after } = list.member
  const ver = list.nextVer
  await updateMember(tx, list.id, before, { role: 'editor', ver })
  await updateMember(tx, list.id, after, { role: 'owner', ver })
  list.member = { ...list.member, role: 'owner', ver }
  publishAccessChanged(tx, before)
  await endSharing(tx, list.id)
}

/** Ends all invitations to a list and all its links. */
export async function endSharing(tx: Tx, listId: string): Promise<void> {
  for (const { user_id: userId } of await deleteInvitationsTo(tx, listId)) publishAccessChanged(tx, userId)
  await deleteListLinks(tx, listId)
}

/**
 * `invitation.decline`: whoever made it cannot ask again for a while. Says whether there was an invitation: one that
 * has ended need not be declined.
 */
export async function declineInvitation(
  tx: Tx,
  list: LockedRow,
  { userId, at }: { userId: string; at: number },
): Promise<boolean> {
  const invitation = await findInvitation(tx, list.id, userId, at)
  if (!invitation) return false
  await deleteInvitationRow(tx, list.id, userId)
  await noteRefusal(tx, list, { userId, invitedBy: invitation.invited_by, at })
  list.set({})
  publishAccessChanged(tx, userId)
  return true
}

/** Notes that a person does not want to be asked into a list by that person. */
export async function noteRefusal(
  tx: Tx,
  list: LockedRow,
  { userId, invitedBy, at }: { userId: string; invitedBy: string; at: number },
): Promise<void> {
  await putRefusalRow(tx, {
    list_id: list.id,
    user_id: userId,
    invited_by: invitedBy,
    expires_at: at + limits.listInvitations.pauseDays * DAY_MS,
  })
}

/** Takes back the invitation of a person; says whether there was one. */
export async function withdrawInvitation(tx: Tx, list: LockedList, userId: string): Promise<boolean> {
  if (!(await deleteInvitationRow(tx, list.id, userId))) return false
  list.set({})
  publishAccessChanged(tx, userId)
  return true
}
