import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import { testServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

/** A server whose database ends each push in its own way, and a device that pushes one change. */
async function pushTo(t: TestContext, when: string, fails: string) {
  const { as, tally } = await testServer(t, 'postgres')
  const { db } = tally.accounts
  const ada = await as('ada')
  const [inbox] = (await ada.call(contract.listLists)).body
  const listId = inbox?.id ?? ''
  const operation = { id: newId(), type: 'todo.put' as const, listId, key: newId(), fields: { title: 'Buy milk' } }
  const failing = `create function fail() returns trigger language plpgsql as $$ begin ${fails}; return null; end $$`
  await sql.raw(failing).execute(db)
  await sql
    .raw(`create constraint trigger fail after insert on operation ${when} for each row execute function fail()`)
    .execute(db)
  return {
    push: () => ada.call(contract.pushChanges, { body: { client: newId(), schema: 1, ops: [operation] } }),
    mend: () => sql`drop trigger fail on operation`.execute(db),
  }
}

const ways = [
  // A deferred constraint runs at COMMIT.
  ['breaks off as it commits', 'deferrable initially deferred', 'perform pg_terminate_backend(pg_backend_pid())'],
  ['is too busy', '', "raise 'canceling statement due to statement timeout' using errcode = 'query_canceled'"],
] as const
for (const [what, when, fails] of ways) {
  test(`a push whose database ${what} is unavailable, and good when it is sent again`, async (t) => {
    const { push, mend } = await pushTo(t, when, fails)
    const lost = await push()
    assert.deepEqual([lost.status, lost.problem], [503, 'unavailable'])
    await mend()
    const [verdict] = (await push()).body.results
    assert.equal(verdict?.ok, true)
  })
}
