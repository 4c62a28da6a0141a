import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import test, { type TestContext } from 'node:test'
import { freshDatabase } from '../../../test/every-database.ts'
import { openDatabase } from '../open-database.ts'
import { requireSqliteVersion } from './sqlite-file.ts'
import { StartError } from '../start-error.ts'

test('a new folder gets a database that only its owner can read', async (t) => {
  const folder = join(await emptyFolder(t), 'deep', 'data')
  await openAndClose(folder)
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  await openAndClose(folder)
})

test('a folder serves one process at a time', async (t) => {
  const folder = await emptyFolder(t)
  const first = await openDatabase({ url: 'sqlite:', dataDir: folder })
  await refused(folder, /Another Tally is using the folder/)
  await first.close()
  await openAndClose(folder)
})

test('of two that start in a folder at once one is refused', async (t) => {
  const dataDir = await emptyFolder(t)
  const first = openDatabase({ url: 'sqlite:', dataDir })
  await refused(dataDir, /Another Tally is using the folder/)
  await (await first).close()
})

test('a folder that cannot be used is refused', async (t) => {
  const file = join(await emptyFolder(t), 'file')
  writeFileSync(file, '')
  await refused(join(file, 'data'), /The data folder .* cannot be used/)
})

test('another address than SQLite or PostgreSQL is refused', async (t) => {
  const dataDir = await emptyFolder(t)
  await assert.rejects(openDatabase({ url: 'mysql://localhost/tally', dataDir }), isPlain(/DATABASE_URL/))
})

test('a file that is not a database is refused and left alone', async (t) => {
  const folder = await emptyFolder(t)
  await refusedUntouched(folder, Buffer.from('Dear diary,\n'.repeat(1000)), /not a SQLite database/)
  await refusedUntouched(folder, Buffer.from('Hi'), /not a SQLite database/)
})

test('the database of another program is refused and left alone', async (t) => {
  const folder = await emptyFolder(t)
  const path = join(folder, 'other.sqlite')
  const other = new DatabaseSync(path)
  other.exec('create table t (a)')
  other.close()
  await refusedUntouched(folder, readFileSync(path), /belongs to another program/)
})

test('a database that was cut off is refused and left alone', async (t) => {
  const folder = await emptyFolder(t)
  await openAndClose(folder)
  const whole = readFileSync(join(folder, 'tally.sqlite'))
  for (const length of [0, 50, 4096, whole.length - 1]) {
    await refusedUntouched(folder, whole.subarray(0, length), /is cut off after/)
  }
})

test('a damaged database is refused and left alone', async (t) => {
  const folder = await emptyFolder(t)
  await openAndClose(folder)
  const bytes = readFileSync(join(folder, 'tally.sqlite'))
  bytes.fill(0xff, 4096 * 2, 4096 * 4)
  await refusedUntouched(folder, bytes, /is damaged/)
})

test('a database that is gone is not replaced by an empty one', async (t) => {
  const folder = await emptyFolder(t)
  await openAndClose(folder)
  rmSync(join(folder, 'tally.sqlite'))
  await refused(folder, /missing though it was there before.*start afresh by removing .*tally\.lock/)
  assert.equal(existsSync(join(folder, 'tally.sqlite')), false)
  rmSync(join(folder, 'tally.lock'))
  await openAndClose(folder)
})

test('after a crash the write-ahead log must be there', async (t) => {
  const crashed = await crashedFolder(t)
  const log = join(crashed, 'tally.sqlite-wal')
  copyFileSync(log, join(crashed, 'kept'))
  rmSync(log)
  await refused(crashed, /tally\.sqlite-wal is missing though Tally did not stop cleanly/)
  copyFileSync(join(crashed, 'kept'), log)
  await openAndClose(crashed)
})

test('after a crash a database that was cut off is refused, although its log is there', async (t) => {
  const crashed = await crashedFolder(t)
  truncateSync(join(crashed, 'tally.sqlite'), 2 * 4096)
  await refused(crashed, /is damaged|is cut off/)
})

test('an SQLite with known ways to lose data is refused', () => {
  for (const version of ['3.51.2', '3.50.9', '2.99.99', '0']) {
    assert.throws(() => requireSqliteVersion(version), isPlain(/too old/))
  }
  for (const version of ['3.51.3', '3.52.0', '4.0.0']) requireSqliteVersion(version)
})

async function emptyFolder(t: TestContext): Promise<string> {
  const { dataDir, remove } = await freshDatabase('sqlite')
  t.after(remove)
  return dataDir
}

async function openAndClose(dataDir: string): Promise<void> {
  const database = await openDatabase({ url: 'sqlite:', dataDir })
  await database.close()
}

/** A folder as a crash leaves it: copied while its database is open and some of it is only in the log. */
async function crashedFolder(t: TestContext): Promise<string> {
  const folder = await emptyFolder(t)
  await openAndClose(folder)
  const crashed = join(folder, 'crashed')
  mkdirSync(crashed, { mode: 0o700 })
  const database = await openDatabase({ url: 'sqlite:', dataDir: folder })
  await database.db.insertInto('meta').values({ key: 'k', value: 'v' }).execute()
  // Not tally.lock with other means: closing any handle on it would end this process's lock.
  for (const name of ['tally.sqlite', 'tally.sqlite-wal', 'tally.lock']) {
    copyFileSync(join(folder, name), join(crashed, name))
  }
  await database.close()
  return crashed
}

async function refused(dataDir: string, reason: RegExp): Promise<void> {
  await assert.rejects(openDatabase({ url: 'sqlite:', dataDir }), isPlain(reason))
}

async function refusedUntouched(folder: string, bytes: Buffer, reason: RegExp): Promise<void> {
  const path = join(folder, 'tally.sqlite')
  writeFileSync(path, bytes)
  await refused(folder, reason)
  assert.deepEqual(readFileSync(path), bytes)
}

function isPlain(reason: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof StartError)
    assert.match(error.message, reason)
    assert.doesNotMatch(error.message, /\n/)
    return true
  }
}
