import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { readEpoch } from '../db/epoch.ts'
import { handle } from '../http/handle.ts'
import { jsonOfMany } from '../http/json-pieces.ts'
import { JsonText } from '../http/json-text.ts'
import { linkToNext } from '../http/next-page-link.ts'
import type { Deps } from '../changes/make-change.ts'
import { listOverwritten } from './overwritten-service.ts'
import { TodoLister } from './todo-list-service.ts'
import { todoEtag } from './todo-etag.ts'
import {
  addTodo,
  changeTodo,
  changeTodos,
  clearCompleted,
  deleteTodo,
  requireTodo,
  restoreTodo,
} from './todo-service.ts'

export function todoRoutes(app: FastifyInstance, deps: Deps): void {
  const lister = new TodoLister(deps.db)

  handle(app, contract.listTodos, async ({ actor, query, request, reply }) => {
    const answer = await lister.list(actor.userId, query, request.headers['if-none-match'])
    reply.headers({ etag: answer.etag, 'cache-control': 'private, no-cache' })
    if (!('text' in answer)) {
      reply.code(304)
      return undefined
    }
    if (answer.next !== undefined) reply.header('link', linkToNext(request.url, { after: answer.next }))
    return new JsonText(answer.text)
  })
  handle(app, contract.addTodo, async ({ actor, body, reply }) => {
    const { todo, etag, added } = await addTodo(deps, actor, body)
    reply.headers({ location: `/api/todos/${todo.id}`, etag })
    if (!added) reply.code(200)
    return todo
  })
  handle(app, contract.clearCompleted, async ({ actor, query }) => ({
    deleted: await clearCompleted(deps, actor, query.list),
  }))
  handle(app, contract.getTodo, async ({ actor, params, reply }) => {
    const todo = await requireTodo(deps, actor, params.id)
    reply.header('etag', todoEtag(todo, await readEpoch(deps.db)))
    return todo
  })
  handle(app, contract.changeTodo, async ({ actor, params, body, request, reply }) => {
    const { todo, etag } = await changeTodo(deps, actor, params.id, body, request.headers['if-match'])
    reply.header('etag', etag)
    return todo
  })
  handle(app, contract.deleteTodo, ({ actor, params, request }) =>
    deleteTodo(deps, actor, params.id, request.headers['if-match']),
  )
  handle(app, contract.restoreTodo, ({ actor, params }) => restoreTodo(deps, actor, params.id))
  handle(app, contract.listOverwritten, ({ actor, params }) => listOverwritten(deps, actor, params.id))
  handle(app, contract.changeTodos, async ({ actor, body }) => {
    const todos = await changeTodos(deps, actor, body)
    return new JsonText(`{"todos":${await jsonOfMany(todos)}}`)
  })
}
