import { limits, type GoneTodo, type ListChanges, type Pull, type Pulled, type Todo } from '@tally/contract'
import type { Tx } from '../db/db.ts'
import { inSnapshot } from '../db/transaction.ts'
import type { Actor } from '../http/actor.ts'
import { listMyInvitations } from '../lists/invitation-service.ts'
import { readAllMyLists, type MyList } from '../lists/list-service.ts'
import { listMembersOf } from '../lists/member-service.ts'
import { readTodoChanges } from '../todos/todo-changes-service.ts'
import type { Deps } from '../changes/make-change.ts'
import { readCursor, writeCursor, type Cursor } from './cursor.ts'
import { readEpoch } from '../db/epoch.ts'

/** The JSON of a list without its todos, and of each of its members, in bytes. */
const LIST_BYTES = 600
const MEMBER_BYTES = 300
/** An invitation, likewise. */
const INVITATION_BYTES = 400

/** The schema from which on devices know invitations. */
const INVITATIONS_SINCE = 2

/**
 * What changed in the lists of a person since the cursors, from one snapshot, in the order of the lists' ids. A page
 * ends between two `ver`, so that what was changed together comes together; it has at least one of them, and otherwise
 * no more rows than asked for, nor many more bytes than `limits.answer.bytes`. Invitations come whole with every page:
 * they are few.
 */
export async function pull({ db, clock }: Deps, actor: Actor, request: Pull): Promise<Pulled> {
  const { userId } = actor
  return inSnapshot(db, async (tx) => {
    const epoch = await readEpoch(tx)
    const invitations =
      request.schema >= INVITATIONS_SINCE ? await listMyInvitations({ db: tx, clock }, actor) : undefined
    const always = { epoch, ...(invitations && { invitations }) }
    const mine = await readAllMyLists(tx, userId)
    const isSameEpoch = request.epoch === undefined || request.epoch === epoch
    const cursorOf = (id: string) => {
      const text = isSameEpoch ? request.cursors[id] : undefined
      return text === undefined ? undefined : readCursor(text, epoch)
    }
    const myIds = new Set(mine.map(({ list }) => list.id))
    const dropped = Object.keys(request.cursors).filter((id) => !myIds.has(id))
    const lists: ListChanges[] = []
    const invitationBytes = (invitations?.length ?? 0) * INVITATION_BYTES
    let room = { rows: request.limit ?? limits.sync.page.default, bytes: limits.answer.bytes - invitationBytes }
    for (const my of mine) {
      const since = startOf(my, cursorOf(my.list.id))
      if (since.ver === my.head && !since.reset) continue
      if (room.rows <= 0 || room.bytes <= 0) return { ...always, lists, dropped, more: true }
      const page = await readTodoChanges(tx, my.list.id, since, { head: my.head, room, isFirst: lists.length === 0 })
      if (!page) return { ...always, lists, dropped, more: true }
      const changes = await toChanges(tx, my, since, { ...page, epoch })
      lists.push(changes)
      const bytes = page.bytes + LIST_BYTES + (changes.rows.members?.length ?? 0) * MEMBER_BYTES
      room = { rows: room.rows - page.todos.length, bytes: room.bytes - bytes }
      if (page.ver < my.head) return { ...always, lists, dropped, more: true }
    }
    return { ...always, lists, dropped, more: false }
  })
}

type Start = { readonly ver: number; readonly reset: boolean }

/** Where to go on; from the beginning where the device cannot know what it has to forget. */
function startOf({ head, floor }: MyList, cursor: Cursor | undefined): Start {
  const isUsable = cursor && cursor.ver <= head && (cursor.ver >= floor || cursor.floor >= floor)
  return isUsable ? { ver: cursor.ver, reset: false } : { ver: 0, reset: true }
}

async function toChanges(
  tx: Tx,
  my: MyList,
  since: Start,
  page: { ver: number; todos: (Todo | GoneTodo)[]; epoch: string },
): Promise<ListChanges> {
  const { list } = my
  const isChanged = since.reset || list.ver > since.ver
  return {
    id: list.id,
    role: list.role,
    reset: since.reset,
    cursor: writeCursor({ ver: page.ver, floor: my.floor }, page.epoch),
    rows: {
      ...((isChanged || my.placedAt > since.ver) && { list }),
      todos: page.todos,
      ...(isChanged && { members: await listMembersOf(tx, list.id) }),
    },
  }
}
