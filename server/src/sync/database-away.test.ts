import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import * as contract from '@tally/contract'
import { testServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

test('a push whose database breaks off as it commits is unavailable, and good when it is sent again', async (t) => {
  const { as, tally } = await testServer(t, 'postgres')
  const { db } = tally.accounts
  const ada = await as('ada')
  const [inbox] = (await ada.call(contract.listLists)).body
  const listId = inbox?.id ?? ''
  const operation = { id: newId(), type: 'todo.put' as const, listId, key: newId(), fields: { title: 'Buy milk' } }
  const push = () => ada.call(contract.pushChanges, { body: { client: newId(), schema: 1, ops: [operation] } })

  // A deferred constraint runs at COMMIT: this one kills its own connection there.
  await sql`
    create function kill_committer() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`.execute(db)
  await sql`
    create constraint trigger kill_committer after insert on operation deferrable initially deferred
    for each row execute function kill_committer()`.execute(db)
  const lost = await push()
  assert.deepEqual([lost.status, lost.problem], [503, 'unavailable'])

  await sql`drop trigger kill_committer on operation`.execute(db)
  const [verdict] = (await push()).body.results
  assert.equal(verdict?.ok, true)
})
