import Type, { type Static } from 'typebox'
import { limits } from './limits.ts'
import { Position } from './lists.ts'
import { operation } from './operation.ts'
import { closed, Id, IdParams, Line, Moment, Nullable, Version } from './values.ts'

const Title = Line(limits.title.max)
const Notes = Type.String({ maxLength: limits.notes.max, description: 'Markdown' })
const DateOnly = Type.String({ format: 'date', description: 'YYYY-MM-DD, a day in no particular time zone' })
const TimeOfDay = Type.String({ pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM, local to timeZone' })
const TimeZone = Type.String({ format: 'time-zone', maxLength: 60, description: 'IANA name, such as Europe/Berlin' })
const Repeat = Type.String({ minLength: 1, maxLength: limits.repeat.max, description: 'kept as text for now' })
/** 0 none, 1 low, 2 medium, 3 high. */
export const Priority = Type.Integer({ minimum: 0, maximum: 3, description: '0 none, 1 low, 2 medium, 3 high' })
const Label = Type.String({
  minLength: 1,
  maxLength: limits.label.max,
  pattern: '^[^\\s@#!,]+$',
  format: 'visible-text',
  description: 'one word, without @ # ! and comma; other capitals, accents and width make no other label',
})
const Labels = Type.Array(Label, { maxItems: limits.labels.max, uniqueItems: true })

/** One thing to do. */
export const Todo = Type.Object({
  id: Id,
  listId: Id,
  title: Type.String(),
  notes: Type.String(),
  completed: Type.Boolean(),
  completedAt: Nullable(Moment),
  dueOn: Nullable(Type.String()),
  dueTime: Nullable(Type.String()),
  timeZone: Nullable(Type.String()),
  repeat: Nullable(Type.String()),
  priority: Priority,
  labels: Type.Array(Type.String()),
  parentId: Nullable(Id),
  assigneeId: Nullable(Id),
  position: Position,
  createdAt: Moment,
  createdBy: Id,
  updatedAt: Moment,
  deletedAt: Nullable(Moment),
  ver: Version,
})
export type Todo = Static<typeof Todo>

/** The fields of a todo that people set; all may be left out of a patch, and null empties where it is allowed. */
const settable = {
  notes: Type.Optional(Notes),
  completed: Type.Optional(Type.Boolean()),
  dueOn: Type.Optional(Nullable(DateOnly)),
  dueTime: Type.Optional(Nullable(TimeOfDay)),
  timeZone: Type.Optional(Nullable(TimeZone)),
  repeat: Type.Optional(Nullable(Repeat)),
  priority: Type.Optional(Priority),
  labels: Type.Optional(Labels),
  parentId: Type.Optional(Nullable(Id)),
  assigneeId: Type.Optional(Nullable(Id)),
  position: Type.Optional(Position),
}

/** The fields of a new todo inside a known list; what is left out gets its default, the position is the end. */
export const TodoDraft = Type.Object({ title: Title, ...settable }, closed)
export type TodoDraft = Static<typeof TodoDraft>

export const NewTodo = Type.Object(
  { id: Type.Optional(Id), listId: Type.Optional(Id), title: Title, ...settable },
  closed,
)
export type NewTodo = Static<typeof NewTodo>

/** The fields that change within a list. */
export const TodoFields = Type.Object({ title: Type.Optional(Title), ...settable }, closed)
export type TodoFields = Static<typeof TodoFields>

/** A change of a todo as RFC 7396 merge patch; another `listId` moves it. */
export const TodoPatch = Type.Object({ listId: Type.Optional(Id), title: Type.Optional(Title), ...settable }, closed)
export type TodoPatch = Static<typeof TodoPatch>

export const TodosQuery = Type.Object(
  {
    list: Type.Optional(Id),
    completed: Type.Optional(Type.Boolean()),
    label: Type.Optional(Label),
    dueBefore: Type.Optional(DateOnly),
    dueAfter: Type.Optional(DateOnly),
    assignee: Type.Optional(Id),
    q: Type.Optional(
      Type.String({ minLength: 1, maxLength: limits.search.max, description: 'words in title, notes or labels' }),
    ),
    deleted: Type.Optional(Type.Boolean({ description: 'true: those in the trash instead' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.page.max })),
    after: Type.Optional(Type.String({ maxLength: 100, description: 'opaque; from the Link header of the last page' })),
  },
  closed,
)
export type TodosQuery = Static<typeof TodosQuery>

/**
 * What texts were before somebody typed others. Where the todo has yet another text by then, that one was written in
 * the meantime and is overwritten now: it is kept in the history of the todo.
 */
const Base = Type.Object(
  {
    title: Type.Optional(Type.String({ maxLength: limits.title.max })),
    notes: Type.Optional(Type.String({ maxLength: limits.notes.max })),
  },
  closed,
)

/** A text of a todo that somebody else overwrote without having seen it. */
export const OverwrittenText = Type.Object({
  id: Id,
  field: Type.Union([Type.Literal('title'), Type.Literal('notes')]),
  text: Type.String(),
  at: Moment,
  by: Type.String({ description: 'display name of who overwrote it, empty when they are gone' }),
})
export type OverwrittenText = Static<typeof OverwrittenText>

/** One step of a batch. */
export const BatchOperation = Type.Union([
  Type.Object({ type: Type.Literal('todo.put'), listId: Id, key: Id, fields: TodoDraft }, closed),
  Type.Object(
    { type: Type.Literal('todo.patch'), listId: Id, key: Id, fields: TodoFields, base: Type.Optional(Base) },
    closed,
  ),
  Type.Object({ type: Type.Literal('todo.delete'), listId: Id, key: Id }, closed),
  Type.Object({ type: Type.Literal('todo.restore'), listId: Id, key: Id }, closed),
  Type.Object(
    {
      type: Type.Literal('todo.move'),
      listId: Id,
      key: Id,
      fields: Type.Object({ listId: Id, position: Type.Optional(Position) }, closed),
    },
    closed,
  ),
])
export type BatchOperation = Static<typeof BatchOperation>

export const Batch = Type.Object(
  { operations: Type.Array(BatchOperation, { minItems: 1, maxItems: limits.batch.max }) },
  closed,
)
export type Batch = Static<typeof Batch>

const ifMatch =
  'The ETag is that of one version of the todo, in one list, in one state of the database: after an older one was ' +
  'put back it is another. With If-Match the change is made only while the todo still has that ETag, and is ' +
  '`version-mismatch` otherwise, also for a tag in a form that this server does not give, such as `"12"`.'

const ClearQuery = Type.Object({ completed: Type.Literal(true), list: Type.Optional(Id) }, closed)

export const listTodos = operation({
  id: 'listTodos',
  method: 'GET',
  path: '/api/todos',
  access: 'signed-in',
  summary: 'All todos I can see, in pages; the next one is in the Link header',
  query: TodosQuery,
  success: 200,
  answers: { 200: Type.Array(Todo), 304: null },
  problems: ['list-not-found'],
})
export const addTodo = operation({
  id: 'addTodo',
  method: 'POST',
  path: '/api/todos',
  access: 'signed-in',
  summary: 'Add a todo, to my Inbox when no list is named; the same id again answers 200 with the todo',
  body: NewTodo,
  description: 'An id that a todo of another list has, in use or in the trash, whoever may see it, is `id-taken`.',
  success: 201,
  answers: { 201: Todo, 200: Todo },
  problems: ['list-not-found', 'list-read-only', 'list-deleted', 'id-taken', 'quota-reached'],
})
export const clearCompleted = operation({
  id: 'clearCompleted',
  method: 'DELETE',
  path: '/api/todos',
  access: 'signed-in',
  summary:
    'Move the completed todos of a list, or of all lists I may change, to the trash; 500 at a time, not all or nothing',
  query: ClearQuery,
  success: 200,
  answers: { 200: Type.Object({ deleted: Type.Integer() }) },
  problems: ['list-not-found', 'list-read-only', 'list-deleted'],
})
export const getTodo = operation({
  id: 'getTodo',
  method: 'GET',
  path: '/api/todos/:id',
  access: 'signed-in',
  summary: 'One todo',
  params: IdParams,
  success: 200,
  answers: { 200: Todo },
  problems: ['todo-not-found'],
})
export const changeTodo = operation({
  id: 'changeTodo',
  method: 'PATCH',
  path: '/api/todos/:id',
  access: 'signed-in',
  summary: 'Change a todo (RFC 7396 merge patch); with If-Match only when it still has that ETag',
  description:
    ifMatch +
    ' Moved to another list it keeps its earlier texts only where the same people have both lists. ' +
    'Where an editor moves it to a list that the owner does not have, a copy goes to the trash of the list it was in.',
  params: IdParams,
  body: TodoPatch,
  success: 200,
  answers: { 200: Todo },
  problems: [
    'todo-not-found',
    'list-not-found',
    'list-read-only',
    'list-deleted',
    'todo-deleted',
    'version-mismatch',
    'quota-reached',
  ],
})
export const deleteTodo = operation({
  id: 'deleteTodo',
  method: 'DELETE',
  path: '/api/todos/:id',
  access: 'signed-in',
  summary: 'Move a todo to the trash',
  description: ifMatch,
  params: IdParams,
  success: 204,
  answers: { 204: null },
  problems: ['todo-not-found', 'list-read-only', 'list-deleted', 'version-mismatch'],
})
export const restoreTodo = operation({
  id: 'restoreTodo',
  method: 'POST',
  path: '/api/todos/:id/restore',
  access: 'signed-in',
  summary: 'Take a todo out of the trash',
  params: IdParams,
  success: 200,
  answers: { 200: Todo },
  problems: ['todo-not-found', 'list-read-only', 'list-deleted'],
})
export const changeTodos = operation({
  id: 'changeTodos',
  method: 'POST',
  path: '/api/todos/batch',
  access: 'signed-in',
  summary:
    'Up to 500 changes, all or nothing; answers the todos as they are afterwards, in the same order, up to about 1 MiB',
  body: Batch,
  success: 200,
  answers: { 200: Type.Object({ todos: Type.Array(Todo) }) },
  problems: [
    'todo-not-found',
    'list-not-found',
    'list-read-only',
    'list-deleted',
    'todo-deleted',
    'id-taken',
    'quota-reached',
  ],
})
export const listOverwritten = operation({
  id: 'listOverwritten',
  method: 'GET',
  path: '/api/todos/:id/history',
  access: 'signed-in',
  summary: 'Texts of a todo that were overwritten unseen, the newest first; a patch takes one back',
  params: IdParams,
  success: 200,
  answers: { 200: Type.Array(OverwrittenText) },
  problems: ['todo-not-found'],
})
