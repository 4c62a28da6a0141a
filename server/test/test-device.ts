import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { List, Member, SyncBatch, SyncStep, SyncVerdict, Todo } from '@tally/contract'
import { newId } from '../src/http/id.ts'
import type { TestClient } from './test-client.ts'

/** What a device knows of a list. */
export type Replica = {
  cursor: string
  role: Member['role']
  list?: List | undefined
  members?: Member[] | undefined
  todos: Map<string, Todo>
}

/** Keeps replicas of a person's lists by the rules of the protocol, as simply as it can be done. */
export class TestDevice {
  readonly client: TestClient
  readonly id = newId()
  readonly replicas = new Map<string, Replica>()
  epoch: string | undefined
  /** The lists that were begun anew by the last pull. */
  lastResets: string[] = []

  constructor(client: TestClient) {
    this.client = client
  }

  /** Makes changes; ids are made for those that have none. */
  async push(...ops: ((SyncStep | SyncBatch) & { id?: string })[]): Promise<SyncVerdict[]> {
    const withIds = ops.map((operation) => ({ id: newId(), ...operation }))
    const { body } = await this.client.call(contract.pushChanges, {
      body: { client: this.id, schema: 1, ops: withIds },
    })
    return body.results
  }

  /** One page, as it came. */
  async pullPage(limit?: number): Promise<contract.Pulled> {
    const cursors = Object.fromEntries([...this.replicas].map(([id, { cursor }]) => [id, cursor]))
    const { body } = await this.client.call(contract.pullChanges, {
      body: {
        client: this.id,
        schema: 1,
        ...(this.epoch !== undefined && { epoch: this.epoch }),
        cursors,
        ...(limit !== undefined && { limit }),
      },
    })
    return body
  }

  /** Everything that is new, page by page; answers how many pages that took. */
  async pull(limit?: number): Promise<number> {
    this.lastResets = []
    for (let pages = 1; ; pages += 1) {
      const page = await this.pullPage(limit)
      this.take(page)
      if (!page.more) return pages
      assert.ok(pages < 1000, 'a pull comes to its end')
    }
  }

  take({ epoch, lists, dropped }: contract.Pulled): void {
    if (this.epoch !== epoch) this.replicas.clear()
    this.epoch = epoch
    for (const id of dropped) this.replicas.delete(id)
    for (const { id, role, reset, cursor, rows } of lists) {
      if (reset) this.lastResets.push(id)
      const before = reset ? undefined : this.replicas.get(id)
      const todos = before?.todos ?? new Map<string, Todo>()
      for (const row of rows.todos) {
        if ('gone' in row) todos.delete(row.id)
        else todos.set(row.id, row)
      }
      const { list = before?.list, members = before?.members } = rows
      this.replicas.set(id, { cursor, role, list, members, todos })
    }
  }

  /** The titles in a list, sorted. */
  titles(listId: string): string[] {
    return [...(this.replicas.get(listId)?.todos.values() ?? [])].map(({ title }) => title).sort()
  }
}
