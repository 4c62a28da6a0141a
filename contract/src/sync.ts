import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { ListInvitation } from './list-invitations.ts'
import { List, ListPatch, ListRole, NewList } from './lists.ts'
import { Member } from './members.ts'
import { operation } from './operation.ts'
import { QuotaName } from './problem.ts'
import { BatchOperation, Todo } from './todos.ts'
import { closed, Id, Nullable, Version } from './values.ts'

/** The version of this protocol that the sender speaks; `limits.sync.schema` is ours. */
const Schema = Type.Integer({ minimum: 0 })

/**
 * Another one means that the data was put back to an earlier state, as by a restored backup: cursors count for nothing.
 */
const Epoch = Type.String({ minLength: 1, maxLength: 100 })

/** Up to where a device knows a list; opaque to it. */
const Cursor = Type.String({ minLength: 1, maxLength: 100 })

/** Every kind of change a device can make. `key` is the id of the todo, or of the person. */
export const SyncStep = Type.Union([
  ...BatchOperation.anyOf,
  Type.Object(
    {
      type: Type.Literal('todo.complete'),
      listId: Id,
      key: Id,
      occurrence: Nullable(
        Type.String({
          format: 'date',
          description: 'the dueOn that is done: two devices complete a repeating todo once',
        }),
      ),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('list.put'), listId: Id, fields: Type.Omit(NewList, ['id']) }, closed),
  Type.Object({ type: Type.Literal('list.patch'), listId: Id, fields: ListPatch }, closed),
  Type.Object({ type: Type.Literal('list.delete'), listId: Id }, closed),
  Type.Object({ type: Type.Literal('list.restore'), listId: Id }, closed),
  Type.Object(
    { type: Type.Literal('member.put'), listId: Id, key: Id, fields: Type.Object({ role: ListRole }, closed) },
    closed,
  ),
  Type.Object({ type: Type.Literal('member.delete'), listId: Id, key: Id }, closed),
  Type.Object({ type: Type.Literal('invitation.accept'), listId: Id }, closed),
  Type.Object({ type: Type.Literal('invitation.decline'), listId: Id }, closed),
])
export type SyncStep = Static<typeof SyncStep>

/** Several changes of todos, all or nothing under one `ver` in each list. `listId` is that of the first. */
export const SyncBatch = Type.Object(
  {
    type: Type.Literal('batch'),
    listId: Id,
    ops: Type.Array(BatchOperation, { minItems: 1, maxItems: limits.batch.max }),
  },
  closed,
)
export type SyncBatch = Static<typeof SyncBatch>

/** A change with the id its device gave it: sent again under the same id it is the same change. */
export type SyncOperation = { id: string } & (SyncStep | SyncBatch)

/**
 * What a push carries. Only the outside of an operation is checked for the whole: one that is wrong inside gets its own
 * verdict, `invalid-input`, and holds up nobody. Members nobody knows are ignored: a newer device may send them.
 */
export const Push = Type.Object({
  client: Id,
  schema: Schema,
  ops: Type.Array(Type.Object({ id: Id, type: Type.String({ maxLength: 40 }), listId: Id }), {
    minItems: 1,
    maxItems: limits.sync.operations,
  }),
})
export type Push = Static<typeof Push>

/** What became of an operation. `dup`: it was known, and this is the verdict of the first time. */
export const SyncVerdict = Type.Union([
  Type.Object({ id: Id, ok: Type.Literal(true), ver: Version, dup: Type.Optional(Type.Literal(true)) }),
  Type.Object({
    id: Id,
    ok: Type.Literal(false),
    code: Type.String({ description: 'code of a problem' }),
    quota: Type.Optional(QuotaName),
    dup: Type.Optional(Type.Literal(true)),
  }),
])
export type SyncVerdict = Static<typeof SyncVerdict>

export const Pull = Type.Object({
  client: Id,
  schema: Schema,
  epoch: Type.Optional(Epoch),
  cursors: Type.Record(Id, Cursor, { ...closed, maxProperties: limits.sync.cursors }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.sync.page.max })),
})
export type Pull = Static<typeof Pull>

/** A todo that the list no longer has: it was purged from the trash, or moved to another list. */
export const GoneTodo = Type.Object({ id: Id, ver: Version, gone: Type.Literal(true) })
export type GoneTodo = Static<typeof GoneTodo>

/** What changed in a list since a cursor. The list and its members are there whole when they changed at all. */
export const ListChanges = Type.Object({
  id: Id,
  role: ListRole,
  reset: Type.Boolean({ description: 'forget all rows of this list first' }),
  cursor: Cursor,
  rows: Type.Object({
    list: Type.Optional(List),
    todos: Type.Array(Type.Union([GoneTodo, Todo])),
    members: Type.Optional(Type.Array(Member)),
  }),
})
export type ListChanges = Static<typeof ListChanges>

export const Pulled = Type.Object({
  epoch: Epoch,
  lists: Type.Array(ListChanges),
  dropped: Type.Array(Id, { description: 'lists of the request that are not mine, or no longer' }),
  invitations: Type.Optional(
    Type.Array(ListInvitation, {
      description: 'all that I have not answered; from schema 2 on',
      maxItems: limits.listInvitations.unanswered,
    }),
  ),
  more: Type.Boolean({ description: 'ask again at once, with the new cursors' }),
})
export type Pulled = Static<typeof Pulled>

/**
 * What the stream of `GET /api/sync/events` tells, as the data of server-sent events of that name. A hint carries no
 * data: a lost one costs time, never truth.
 */
export type SyncEvents = {
  /** The first one. */
  hello: { epoch: string }
  /** The list changed; `ver` is its counter now. */
  hint: { list: string; ver: number }
  /** I have a list or an invitation more or less, or another role in a list. */
  access: Record<string, never>
  /** Something may have been missed: pull. */
  resync: Record<string, never>
  /**
   * The stream ends: its session has, or its access token has expired (ask again with a new one), or the person has
   * opened too many others since (`too-many`: pull now and then instead), or the server stops.
   */
  bye: { reason: 'signed-out' | 'token-expired' | 'too-many' | 'stopping' }
}

export const pushChanges = operation({
  id: 'pushChanges',
  method: 'POST',
  path: '/api/sync/push',
  access: 'signed-in',
  summary:
    'Make changes, in order; each gets a verdict, a refused one undoes no other. ' +
    'Anything but 200 means unknown: send the same again',
  body: Push,
  success: 200,
  answers: { 200: Type.Object({ epoch: Epoch, results: Type.Array(SyncVerdict) }) },
  problems: ['schema-too-old'],
})
export const pullChanges = operation({
  id: 'pullChanges',
  method: 'POST',
  path: '/api/sync/pull',
  access: 'signed-in',
  summary: 'What changed in my lists since the cursors, from one snapshot',
  body: Pull,
  success: 200,
  answers: { 200: Pulled },
  problems: ['schema-too-old'],
})
export const streamEvents = operation({
  id: 'streamEvents',
  method: 'GET',
  path: '/api/sync/events',
  access: 'signed-in',
  summary: 'Server-sent events: hello, hint, access, resync, bye; a comment every 15 seconds',
  success: 200,
  answers: { 200: Type.String({ contentMediaType: 'text/event-stream' }) },
})
