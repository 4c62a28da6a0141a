import { randomUUIDv7 } from 'node:crypto'
import { limits } from '@tally/contract/limits'
import type { BatchOperation, Pulled, SyncOperation, SyncVerdict, Todo } from '@tally/contract'

/** An operation and what must be true of the todos after it. */
export type Made = {
  readonly operation: SyncOperation
  /** Whether its effect is there; a later operation of the same writer keeps it so. */
  readonly isDone: (todos: ReadonlyMap<string, Todo>) => boolean
  /** Whether nothing of it is there. */
  readonly isUndone: (todos: ReadonlyMap<string, Todo>) => boolean
  verdict: SyncVerdict | undefined
}

/** A device that makes todos as fast as it gets answers, and remembers what it was told. */
export class Writer {
  readonly made: Made[] = []
  readonly #id = randomUUIDv7()
  readonly #url: string
  readonly #token: string
  readonly #listId: string
  #version = 0

  constructor(url: string, token: string, listId: string) {
    this.#url = url
    this.#token = token
    this.#listId = listId
  }

  /** How many of its operations have a verdict. */
  get acknowledged(): number {
    return this.made.filter(({ verdict }) => verdict !== undefined).length
  }

  /** Pushes until the server does not answer any more; `onSent` and `onAnswer` are called with every push. */
  async write(onSent: () => void, onAnswer: () => void): Promise<void> {
    for (;;) {
      const operations = Array.from({ length: 3 }, () => this.#makeSome()).flat()
      this.made.push(...operations)
      try {
        const sent = this.#push(operations)
        onSent()
        await sent
      } catch (reason) {
        if (reason instanceof TypeError) return
        throw reason
      }
      onAnswer()
    }
  }

  /** Sends operations again and compares the verdicts; gives what is wrong, in words. */
  async pushAgain(made: readonly Made[]): Promise<string[]> {
    const words: string[] = []
    for (let first = 0; first < made.length; first += limits.sync.operations) {
      const some = made.slice(first, first + limits.sync.operations)
      const before = some.map(({ verdict }) => verdict)
      await this.#push(some)
      for (const [index, { operation, verdict }] of some.entries()) {
        const known = before[index]
        if (verdict?.ok !== true) words.push(`${operation.id} was refused: ${JSON.stringify(verdict)}`)
        else if (known && !(verdict.dup && known.ok && known.ver === verdict.ver))
          words.push(`${operation.id} is not known any more`)
      }
    }
    return words
  }

  /** Everything that is in all lists. */
  async pull(): Promise<Map<string, Todo>> {
    const todos = new Map<string, Todo>()
    let cursors: Record<string, string> = {}
    for (;;) {
      const page = (await this.#post('/api/sync/pull', { cursors })) as Pulled
      for (const list of page.lists) {
        cursors = { ...cursors, [list.id]: list.cursor }
        for (const todo of list.rows.todos) if (!('gone' in todo)) todos.set(todo.id, todo)
      }
      if (!page.more) return todos
    }
  }

  async #push(made: readonly Made[]): Promise<void> {
    const answer = await this.#post('/api/sync/push', { ops: made.map(({ operation }) => operation) })
    const { results } = answer as { results: SyncVerdict[] }
    for (const [index, one] of made.entries()) one.verdict = results[index]
  }

  async #post(path: string, body: object): Promise<unknown> {
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client: this.#id, schema: limits.sync.schema, ...body }),
    })
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }

  /** A todo, a change of it, and a batch that adds two more and changes it again. */
  #makeSome(): Made[] {
    const [listId, key, left, right] = [this.#listId, randomUUIDv7(), randomUUIDv7(), randomUUIDv7()]
    const [changed, batched] = [++this.#version, ++this.#version]
    const put = (id: string): BatchOperation => ({ type: 'todo.put', listId, key: id, fields: { title: 'Buy milk' } })
    const patch = (version: number): BatchOperation => ({
      type: 'todo.patch',
      listId,
      key,
      fields: { notes: `${version}` },
    })
    const has = (todos: ReadonlyMap<string, Todo>, version: number) => Number(todos.get(key)?.notes || 0) >= version
    return [
      {
        operation: { id: randomUUIDv7(), ...put(key) },
        isDone: (todos) => todos.has(key),
        isUndone: (todos) => !todos.has(key),
        verdict: undefined,
      },
      {
        operation: { id: randomUUIDv7(), ...patch(changed) },
        isDone: (todos) => has(todos, changed),
        isUndone: (todos) => !has(todos, changed),
        verdict: undefined,
      },
      {
        operation: { id: randomUUIDv7(), type: 'batch', listId, ops: [put(left), put(right), patch(batched)] },
        isDone: (todos) => todos.has(left) && todos.has(right) && has(todos, batched),
        isUndone: (todos) => !todos.has(left) && !todos.has(right) && !has(todos, batched),
        verdict: undefined,
      },
    ]
  }
}
