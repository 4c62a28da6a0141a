import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freshDatabase } from '../../../test/every-database.ts'
import { FolderLock } from './folder-lock.ts'
import { openDatabase } from '../open-database.ts'

/** A folder with a database in it, as it was before its last stop. */
async function usedFolder(t: TestContext): Promise<{ folder: string; file: string; epoch: string }> {
  const { dataDir: folder, remove } = await freshDatabase('sqlite')
  t.after(remove)
  const epoch = await openAndReadEpoch(folder)
  return { folder, file: join(folder, 'tally.sqlite'), epoch }
}

/** Starts and stops, and says in which epoch. */
async function openAndReadEpoch(dataDir: string): Promise<string> {
  const database = await openDatabase({ url: 'sqlite:', dataDir })
  const { value } = await database.db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow()
  await database.close()
  return value
}

test('a database keeps its epoch over starts and stops', async (t) => {
  const { folder, epoch } = await usedFolder(t)
  assert.equal(await openAndReadEpoch(folder), epoch)
  assert.equal(await openAndReadEpoch(folder), epoch)
})

test('a copy that is put back gets another epoch, and keeps that', async (t) => {
  const { folder, file, epoch } = await usedFolder(t)
  copyFileSync(file, `${file}.copy`)
  assert.equal(await openAndReadEpoch(folder), epoch)
  copyFileSync(`${file}.copy`, file)
  const another = await openAndReadEpoch(folder)
  assert.notEqual(another, epoch)
  assert.equal(await openAndReadEpoch(folder), another)
})

test('a database whose folder does not know it gets another epoch', async (t) => {
  const { folder, epoch } = await usedFolder(t)
  rmSync(join(folder, 'tally.lock'))
  assert.notEqual(await openAndReadEpoch(folder), epoch)
})

test('a kill is not taken for a copy that was put back', async (t) => {
  const { folder, epoch } = await usedFolder(t)
  const writer = fileURLToPath(import.meta.resolve('../../../test/endless-writer.ts'))
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(await openAndReadEpoch(folder), epoch)
})

test('a kill between the two halves of a new mark is not taken for one either', async (t) => {
  const { folder, epoch } = await usedFolder(t)
  const lock = new FolderLock(folder)
  lock.marks = [...lock.marks, 'the next']
  lock.release()
  assert.equal(await openAndReadEpoch(folder), epoch)
})
