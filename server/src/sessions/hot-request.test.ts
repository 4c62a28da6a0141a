import assert from 'node:assert/strict'
import { StatementSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import { Client } from 'pg'
import * as contract from '@tally/contract'
import { everyServer } from '../../test/test-server.ts'
import { TodoLister } from '../todos/todo-list-service.ts'

/**
 * Counts what reaches either database from now on; gives back how many statements there were since it was last asked.
 */
function countStatements(t: TestContext): () => number {
  const { mock: all } = t.mock.method(StatementSync.prototype, 'all')
  const { mock: run } = t.mock.method(StatementSync.prototype, 'run')
  const { mock: query } = t.mock.method(Client.prototype, 'query')
  return () => {
    // The beat of the change bus, which comes at any time, is the one that is asked for by its text alone.
    const queries = query.calls.filter(({ arguments: [asked] }) => typeof asked === 'object')
    const count = all.callCount() + run.callCount() + queries.length
    for (const counted of [all, run, query]) counted.resetCalls()
    return count
  }
}

everyServer('a token that was seen before costs no look into the database', async (t, { as, tally }) => {
  const ada = await as('ada')
  const { body: me } = await ada.call(contract.getMe)
  const lister = new TodoLister(tally.accounts.db)
  const list = () => lister.list(me.id, {}, undefined)
  await Promise.all([list(), ada.call(contract.listTodos)])

  const statements = countStatements(t)
  await list()
  const ofTheTodos = statements()
  assert.ok(ofTheTodos > 0)
  assert.equal((await ada.call(contract.listTodos)).status, 200)
  assert.equal(statements(), ofTheTodos)
})
