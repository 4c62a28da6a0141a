import {
  limits,
  type List,
  type ListLink,
  type MadeListLink,
  type OpenListLink,
  type SharedRole,
} from '@tally/contract'
import { inOneLine, inviteByLink } from '../changes/invitation-changes.ts'
import { requireNotDeleted, requireRight, type LockedList } from '../changes/locked-lists.ts'
import { lockLists, makeChange, type Deps } from '../changes/make-change.ts'
import type { Tx } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { newId } from '../http/id.ts'
import { hashOfLinkSecret, newLinkSecret } from '../http/link-secret.ts'
import { Problem } from '../http/problem.ts'
import { deleteListLinkRow, findListLink, findListLinks, insertListLink, type ListLinkRow } from './list-link-store.ts'
import { requireList } from './list-service.ts'

/** What the use cases of links need. */
export type LinkDeps = Deps & {
  /** Where links to us begin, without a slash at its end. */
  readonly publicUrl: string
}

const DAY_MS = 86_400_000

/**
 * Makes a link with which one person can join a list. Its secret is behind a `#`, so that no server or proxy ever
 * writes it down. It can be used as long as its maker owns the list. Throws Problem `list-not-found`, `list-read-only`,
 * `list-deleted`, `inbox-fixed`, `too-many-links` or `too-many-requests`.
 */
export function addListLink(deps: LinkDeps, actor: Actor, listId: string, role: SharedRole): Promise<MadeListLink> {
  deps.budget.charge(actor.userId, [{ type: 'list-link' }])
  const token = newLinkSecret()
  const at = deps.clock()
  return inTransaction(deps.db, async (tx) => {
    const list = await lockToShare(tx, deps, actor, listId)
    requireNotDeleted(list)
    if (list.row.kind === 'inbox') throw new Problem('inbox-fixed')
    if ((await findListLinks(tx, listId, at)).length >= limits.listLinks.max) throw new Problem('too-many-links')
    const link = { id: newId(), role, created_at: at, expires_at: at + limits.listLinks.days * DAY_MS }
    const secret = { list_id: listId, made_by: actor.userId, token_hash: hashOfLinkSecret(token) }
    await insertListLink(tx, { ...link, ...secret })
    await noteSharing(tx, list)
    return { ...toListLink(link), token, url: `${deps.publicUrl}/join-list#${token}` }
  })
}

/** The links of a list that can be used, the newest first. */
export async function readListLinks({ db, clock }: Deps, listId: string): Promise<ListLink[]> {
  return (await findListLinks(db, listId, clock())).map(toListLink)
}

/** Revokes a link; throws Problem `list-not-found`, `list-read-only` or `invitation-not-found`. */
export async function deleteListLink(deps: Deps, actor: Actor, listId: string, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const list = await lockToShare(tx, deps, actor, listId)
    if (!(await deleteListLinkRow(tx, listId, id))) throw new Problem('invitation-not-found')
    await noteSharing(tx, list)
  })
}

/** What somebody with a link may know of its list; throws Problem `invitation-not-found`. */
export async function checkListLink({ db, clock }: Deps, token: string): Promise<OpenListLink> {
  const { name, role, username, display_name: displayName, expires_at } = await requireLink(db, token, clock())
  return { listName: inOneLine(name), role, invitedBy: { username, displayName }, expiresAt: expires_at }
}

/**
 * Joins a list by a link, which is used up: it becomes an invitation that is accepted at once. Of all who try at the
 * same time one succeeds. For whoever has the list already the link stays as it is. Throws Problem
 * `invitation-not-found`.
 */
export function joinList(deps: Deps, actor: Actor, token: string): Promise<List> {
  const at = deps.clock()
  return inTransaction(deps.db, async (tx) => {
    const link = await requireLink(tx, token, at)
    const { list_id: listId } = link
    const lists = await lockLists(tx, deps, actor, [listId])
    if (!lists.find(listId)) {
      if (!(await deleteListLinkRow(tx, listId, link.id))) throw new Problem('invitation-not-found')
      await inviteByLink(tx, actor.userId, link)
      await makeChange(tx, deps, actor, { type: 'invitation.accept', listId }, lists)
    }
    return requireList(tx, actor.userId, listId)
  })
}

async function requireLink(db: Deps['db'], token: string, now: number): Promise<ListLinkRow> {
  const link = await findListLink(db, hashOfLinkSecret(token), now)
  if (!link) throw new Problem('invitation-not-found')
  return link
}

async function lockToShare(tx: Tx, deps: Deps, actor: Actor, listId: string): Promise<LockedList> {
  const list = (await lockLists(tx, deps, actor, [listId])).require(listId)
  requireRight(list, 'share')
  return list
}

/** Lets those who look at how the list is shared see the change. */
async function noteSharing(tx: Tx, list: LockedList): Promise<void> {
  list.set({})
  list.keep()
  await list.save(tx)
}

function toListLink(row: Pick<ListLinkRow, 'id' | 'role' | 'created_at' | 'expires_at'>): ListLink {
  return { id: row.id, role: row.role, createdAt: row.created_at, expiresAt: row.expires_at }
}
