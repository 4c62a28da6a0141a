import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { operation } from './operation.ts'
import { closed, Id, IdParams, Line, Moment, Nullable, Version } from './values.ts'

/** A fractional index: the order of things by plain comparison of bytes, with room between any two. */
export const Position = Type.String({
  minLength: 1,
  maxLength: limits.position.max,
  pattern: '^[0-9A-Za-z]+$',
  format: 'fractional-index',
  description: 'fractional index in base 62, compared by bytes',
})

/** The tints a list may have. */
export const ListColor = Type.Union([
  Type.Literal('red'),
  Type.Literal('orange'),
  Type.Literal('yellow'),
  Type.Literal('green'),
  Type.Literal('blue'),
  Type.Literal('purple'),
  Type.Literal('grey'),
])
export type ListColor = Static<typeof ListColor>

/** What I may do with a list. */
export const ListRole = Type.Union([Type.Literal('owner'), Type.Literal('editor'), Type.Literal('viewer')])
export type ListRole = Static<typeof ListRole>

/** A list as its member sees it. */
export const List = Type.Object({
  id: Id,
  name: Type.String(),
  kind: Type.Union([Type.Literal('inbox'), Type.Literal('list')]),
  color: Type.Optional(ListColor),
  role: ListRole,
  openCount: Type.Integer({ description: 'todos that are neither completed nor deleted' }),
  position: Position,
  deletedAt: Nullable(Moment),
  ver: Version,
})
export type List = Static<typeof List>

export const NewList = Type.Object(
  {
    id: Type.Optional(Id),
    name: Line(limits.listName.max),
    color: Type.Optional(Nullable(ListColor)),
    position: Type.Optional(Position),
  },
  closed,
)
export type NewList = Static<typeof NewList>

export const ListPatch = Type.Object(
  {
    name: Type.Optional(Line(limits.listName.max)),
    color: Type.Optional(Nullable(ListColor)),
    position: Type.Optional(Position),
  },
  closed,
)
export type ListPatch = Static<typeof ListPatch>

const ListsQuery = Type.Object(
  { deleted: Type.Optional(Type.Boolean({ description: 'true: the lists in the trash instead' })) },
  closed,
)

/** How much of a quota is used, and how much there may be. */
const Used = Type.Object({ used: Type.Integer({ minimum: 0 }), max: Type.Integer({ minimum: 1 }) })

/** What a person has in the lists they own, those in the trash, too; text in bytes of UTF-8. */
export const Usage = Type.Object({ lists: Used, todos: Used, textBytes: Used })
export type Usage = Static<typeof Usage>

export const getUsage = operation({
  id: 'getUsage',
  method: 'GET',
  path: '/api/me/usage',
  access: 'signed-in',
  summary: 'How much I have in the lists I own, and how much I may have',
  success: 200,
  answers: { 200: Usage },
})
export const listLists = operation({
  id: 'listLists',
  method: 'GET',
  path: '/api/lists',
  access: 'signed-in',
  summary: 'My lists in my order, the Inbox first',
  query: ListsQuery,
  success: 200,
  answers: { 200: Type.Array(List) },
})
export const addList = operation({
  id: 'addList',
  method: 'POST',
  path: '/api/lists',
  access: 'signed-in',
  summary: 'Add a list; the same id again answers 200 with the list',
  body: NewList,
  success: 201,
  answers: { 201: List, 200: List },
  problems: ['id-taken', 'quota-reached'],
})
export const getList = operation({
  id: 'getList',
  method: 'GET',
  path: '/api/lists/:id',
  access: 'signed-in',
  summary: 'One list',
  params: IdParams,
  success: 200,
  answers: { 200: List },
  problems: ['list-not-found'],
})
export const changeList = operation({
  id: 'changeList',
  method: 'PATCH',
  path: '/api/lists/:id',
  access: 'signed-in',
  summary: 'Change the name, colour or place of a list (RFC 7396 merge patch)',
  params: IdParams,
  body: ListPatch,
  success: 200,
  answers: { 200: List },
  problems: ['list-not-found', 'list-read-only', 'inbox-fixed', 'list-deleted', 'quota-reached'],
})
export const deleteList = operation({
  id: 'deleteList',
  method: 'DELETE',
  path: '/api/lists/:id',
  access: 'signed-in',
  summary: 'Move a list with its todos to the trash',
  params: IdParams,
  success: 204,
  answers: { 204: null },
  problems: ['list-not-found', 'list-read-only', 'inbox-fixed'],
})
export const restoreList = operation({
  id: 'restoreList',
  method: 'POST',
  path: '/api/lists/:id/restore',
  access: 'signed-in',
  summary: 'Take a list with its todos out of the trash',
  params: IdParams,
  success: 200,
  answers: { 200: List },
  problems: ['list-not-found', 'list-read-only'],
})
