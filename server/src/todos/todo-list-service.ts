import type { TodosQuery } from '@tally/contract'
import type { Db } from '../db/db.ts'
import { Problem } from '../http/problem.ts'
import { AnswerCache, type CachedAnswer } from './answer-cache.ts'
import { findListHeads, type ListHead } from './todo-page-store.ts'
import { opaqueTag } from './todo-etag.ts'
import { readTodoPage } from './todo-page.ts'
import { toTodo } from './to-todo.ts'

const CACHE_LENGTH = 16 * 1024 * 1024

/** Answers `GET /api/todos`. Unchanged lists cost one read of their counters and no row. */
export class TodoLister {
  readonly #db: Db
  readonly #cache = new AnswerCache(CACHE_LENGTH)

  constructor(db: Db) {
    this.#db = db
  }

  /**
   * One page of my todos as JSON with its weak ETag (RFC 9110, 8.8.1) and the cursor of the next page; `not-modified`
   * when `ifNoneMatch` names that ETag. Throws Problem `list-not-found` when the query names a list that is not mine.
   */
  async list(userId: string, query: TodosQuery, ifNoneMatch: string | undefined): Promise<CachedAnswer | NotModified> {
    const lists = await this.#requireLists(userId, query.list)
    const heads = lists.map(({ id, head, epoch }) => `${id}.${head}.${epoch}`).join()
    const key = userId + JSON.stringify(query)
    const cached = this.#cache.find(key, heads)
    const etag = cached?.etag ?? `W/"${opaqueTag(key, heads)}"`
    if (ifNoneMatch !== undefined && names(ifNoneMatch, etag)) return { etag }
    if (cached) return cached
    const { rows, next } = await readTodoPage(this.#db, lists, query)
    const answer = { heads, etag, text: JSON.stringify(rows.map(toTodo)), next }
    this.#cache.keep(key, answer)
    return answer
  }

  async #requireLists(userId: string, only: string | undefined): Promise<ListHead[]> {
    const heads = await findListHeads(this.#db, { userId })
    if (only === undefined) return heads
    const wanted = heads.filter(({ id }) => id === only)
    if (wanted.length === 0) throw new Problem('list-not-found')
    return wanted
  }
}

export type NotModified = { etag: string }

/** Does an If-None-Match header name this ETag? Weak comparison, RFC 9110, 13.1.2. */
function names(header: string, etag: string): boolean {
  return header === etag || header.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*')
}
