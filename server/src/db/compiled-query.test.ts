import assert from 'node:assert/strict'
import { everyDatabase } from '../../test/every-database.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Db } from './db.ts'
import { inTransaction } from './transaction.ts'

everyDatabase('a compiled query is built once and runs with its own parameters each time', async (_t, { db }) => {
  let built = 0
  const findFact = compiledQuery((on: Db, p: { key: string; limit: number }) => {
    built++
    return on.selectFrom('meta').select('value').where('key', '=', p.key).where('value', '!=', 'nothing').limit(p.limit)
  })
  await db
    .insertInto('meta')
    .values([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ])
    .execute()

  const [a] = await findFact(db, { key: 'a', limit: 1 })
  const [b] = await findFact(db, { key: 'b', limit: 1 })
  assert.equal(a?.value, '1')
  assert.equal(b?.value, '2')
  assert.deepEqual(await findFact(db, { key: 'b', limit: 0 }), [])
  assert.equal(built, 1)
})

everyDatabase('a compiled query sees what its own transaction wrote', async (_t, { db }) => {
  const findFact = compiledQuery((on, p: { key: string }) =>
    on.selectFrom('meta').select('value').where('key', '=', p.key),
  )
  await findFact(db, { key: 'a' })
  const inside = await inTransaction(db, async (tx) => {
    await tx.insertInto('meta').values({ key: 'a', value: '1' }).execute()
    return findFact(tx, { key: 'a' })
  })
  assert.equal(inside[0]?.value, '1')
})

everyDatabase('a compiled query can write, and can be built for its engine', async (_t, { db, engine }) => {
  const addFact = compiledQuery((on, p: { key: string }, builtFor) =>
    on.insertInto('meta').values({ key: p.key, value: builtFor }).returning('value'),
  )
  const [stored] = await addFact(db, { key: 'a' })
  assert.equal(stored?.value, engine)
})
