import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import type { Todo } from '@tally/contract'
import { readEpoch } from '../db/epoch.ts'
import { handle } from '../http/handle.ts'
import { jsonOfMany } from '../http/json-pieces.ts'
import { JsonText } from '../http/json-text.ts'
import { linkToNext } from '../http/next-page-link.ts'
import type { Ground } from '../changes/make-change.ts'
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

export function todoRoutes(app: FastifyInstance, ground: Ground): void {
  const lister = new TodoLister(ground.db)
  const etagOf = async (todo: Todo) => todoEtag(todo, await readEpoch(ground.db))

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
    const { todo, added } = await addTodo(ground, actor, body)
    reply.headers({ location: `/api/todos/${todo.id}`, etag: await etagOf(todo) })
    if (!added) reply.code(200)
    return todo
  })
  handle(app, contract.clearCompleted, async ({ actor, query }) => ({
    deleted: await clearCompleted(ground, actor, query.list),
  }))
  handle(app, contract.getTodo, async ({ actor, params, reply }) => {
    const todo = await requireTodo(ground, actor, params.id)
    reply.header('etag', await etagOf(todo))
    return todo
  })
  handle(app, contract.changeTodo, async ({ actor, params, body, request, reply }) => {
    const todo = await changeTodo(ground, actor, params.id, body, request.headers['if-match'])
    reply.header('etag', await etagOf(todo))
    return todo
  })
  handle(app, contract.deleteTodo, ({ actor, params, request }) =>
    deleteTodo(ground, actor, params.id, request.headers['if-match']),
  )
  handle(app, contract.restoreTodo, ({ actor, params }) => restoreTodo(ground, actor, params.id))
  handle(app, contract.listOverwritten, ({ actor, params }) => listOverwritten(ground, actor, params.id))
  handle(app, contract.changeTodos, async ({ actor, body }) => {
    const todos = await changeTodos(ground, actor, body)
    return new JsonText(`{"todos":${await jsonOfMany(todos)}}`)
  })
}
