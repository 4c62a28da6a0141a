import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { FolderLock } from './folder-lock.ts'

/**
 * Gives the database of a folder a new epoch when its file is not the one that was used here last: an older one was put
 * back, and devices know of changes that it does not have. Says whether it was.
 */
export function renewEpochIfPutBack(writer: DatabaseSync, lock: FolderLock): boolean {
  const mark = readMark(writer)
  const known = lock.marks
  const isPutBack = mark === undefined ? known.length > 0 : !known.includes(mark)
  if (isPutBack) writer.prepare(`update meta set value = ? where key = 'epoch'`).run(randomUUID())
  return isPutBack
}

/**
 * Marks the database and its folder with one new mark, at every start and every clean stop, so that a copy from before
 * can be told from the file itself. The folder knows both marks while the database gets the new one: a kill in between
 * is not taken for a file that was put back.
 */
export function renewMark(writer: DatabaseSync, lock: FolderLock): void {
  const old = readMark(writer)
  const mark = randomUUID()
  lock.marks = old === undefined ? [mark] : [old, mark]
  writer
    .prepare(`insert into meta (key, value) values ('mark', ?) on conflict (key) do update set value = excluded.value`)
    .run(mark)
  lock.marks = [mark]
}

function readMark(writer: DatabaseSync): string | undefined {
  const row = writer.prepare(`select value from meta where key = 'mark'`).get()
  return row && String(row['value'])
}
