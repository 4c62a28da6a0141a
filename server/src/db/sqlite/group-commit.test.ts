import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import { freshDatabase, openFreshDatabase } from '../../../test/every-database.ts'
import { GroupCommit } from './group-commit.ts'
import { openDatabase } from '../open-database.ts'
import { inTransaction } from '../transaction.ts'

test('writes that meet share their commits', async (t) => {
  const fresh = await freshDatabase('sqlite')
  const database = await openDatabase(fresh)
  t.after(async () => {
    await database.close()
    await fresh.remove()
  })
  const log = join(fresh.dataDir, 'tally.sqlite-wal')
  const before = countCommits(log)
  const write = (i: number) =>
    inTransaction(database.db, (tx) =>
      tx
        .insertInto('meta')
        .values({ key: `k${i}`, value: 'v' })
        .execute(),
    )
  await Promise.all(Array.from({ length: 320 }, (_, i) => write(i)))

  const commits = countCommits(log) - before
  assert.ok(commits >= 3 && commits <= 64, `320 writes took ${commits} commits`)
})

test('a write that fails does not fail its neighbours', async (t) => {
  const { db } = await openFreshDatabase(t, 'sqlite')
  const write = (i: number) =>
    inTransaction(db, async (tx) => {
      await tx
        .insertInto('meta')
        .values({ key: `k${i}`, value: 'v' })
        .execute()
      if (i % 3 === 0) throw new Error('refused')
    })
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => write(i)))
  assert.equal(outcomes.filter((outcome) => outcome.status === 'rejected').length, 10)
  const rows = await db.selectFrom('meta').select('key').where('key', 'like', 'k%').execute()
  assert.deepEqual(
    rows.map((row) => Number(row.key.slice(1))).sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, i) => i).filter((i) => i % 3 !== 0),
  )
})

test('readers see nothing of a transaction before it is committed, writers see their own', async (t) => {
  const { db } = await openFreshDatabase(t, 'sqlite')
  await inTransaction(db, async (tx) => {
    await tx.insertInto('meta').values({ key: 'k', value: 'v' }).execute()
    assert.equal((await tx.selectFrom('meta').select('key').where('key', '=', 'k').execute()).length, 1)
    assert.equal((await db.selectFrom('meta').select('key').where('key', '=', 'k').execute()).length, 0)
  })
  assert.equal((await db.selectFrom('meta').select('key').where('key', '=', 'k').execute()).length, 1)
})

test('when the commit of a group fails, all of it is refused and nothing stored, and later writes work', async () => {
  const { database, member } = parentsAndChildren()
  const outcomes = await Promise.allSettled([
    member('insert into parent values (1)'),
    // Deferred: this fails at the outer commit, not before.
    member('insert into child values (7)'),
  ])
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['rejected', 'rejected'],
  )
  assert.equal(database.isTransaction, false)
  await member('insert into parent values (2)')
  assert.deepEqual(idsOfParents(database), [2])
})

test('when SQLite gives up the whole transaction, the members before are refused, and later writes work', async () => {
  const { database, member } = parentsAndChildren()
  const outcomes = await Promise.allSettled([
    member('insert into parent values (1)'),
    member('insert or rollback into parent values (1)'),
    member('insert into parent values (2)'),
  ])
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['rejected', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(idsOfParents(database), [2])
})

/** Runs each text as one member of a group, like the driver does. */
function parentsAndChildren() {
  const database = new DatabaseSync(':memory:')
  database.exec(`
    create table parent (id integer primary key);
    create table child (parent_id integer references parent (id) deferrable initially deferred)`)
  const group = new GroupCommit(database)
  const member = async (sql: string) => {
    await group.begin()
    try {
      group.run(() => database.exec(sql))
    } catch (error) {
      group.rollback()
      throw error
    }
    await group.commit()
  }
  return { database, member }
}

function idsOfParents(database: DatabaseSync): unknown[] {
  return database
    .prepare('select id from parent order by id')
    .all()
    .map((row) => row['id'])
}

/** Frames of a write-ahead log that end a transaction, https://www.sqlite.org/fileformat.html#the_write_ahead_log */
function countCommits(path: string): number {
  const log = readFileSync(path)
  const pageSize = log.readUInt32BE(8)
  let commits = 0
  for (let frame = 32; frame + 24 + pageSize <= log.length; frame += 24 + pageSize) {
    if (log.readUInt32BE(frame + 4) > 0) commits++
  }
  return commits
}
