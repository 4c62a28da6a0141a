import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FolderState } from './folder-lock.ts'
import { StartError } from '../start-error.ts'

/** Marks a SQLite file as Tally's: "Taly" in ASCII. */
const APPLICATION_ID = 0x54616c79
/** The header of a SQLite file, https://www.sqlite.org/fileformat.html#the_database_header */
const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'

/** Older ones can corrupt a database in WAL mode when a write and a checkpoint race. */
const OLDEST_SQLITE = [3, 51, 3] as const

/** Throws `StartError` when SQLite is too old to be trusted with the data. */
export function requireSqliteVersion(version: string): void {
  const parts = version.split('.').map(Number)
  for (const [i, least] of OLDEST_SQLITE.entries()) {
    const part = parts[i] ?? 0
    if (part > least) return
    if (part < least) throw new StartError(`SQLite ${version} is too old: Tally needs ${OLDEST_SQLITE.join('.')}`)
  }
}

/**
 * Makes sure that `path` is a whole database of Tally, and makes an empty one in a new folder. What is not a database
 * of Tally, damaged, or missing though it was there, is refused with a `StartError` and left as it is.
 */
export function requireSqliteFile(path: string, state: FolderState): void {
  const lock = join(dirname(path), 'tally.lock')
  const log = `${path}-wal`
  if (!existsSync(path)) {
    if (state !== 'new' || existsSync(log)) {
      throw new StartError(
        `The database ${path} is missing though it was there before: put it back, restore a backup, ` +
          `or start afresh by removing ${lock} and ${log}`,
      )
    }
    createFile(path)
    return
  }
  requireHeader(path, existsSync(log) && statSync(log).size > 0)
  if (state === 'open' && !existsSync(log)) {
    throw new StartError(
      `The file ${log} is missing though Tally did not stop cleanly. If another program, such as sqlite3, has opened ` +
        `the database since, it has moved the log into the database and nothing is lost: remove ${lock} and start ` +
        `again. Otherwise the newest changes are lost with the log: put it back, restore a backup, or go on without ` +
        `them by removing ${lock}`,
    )
  }
  requireSound(path)
}

/** Throws `StartError` when a page of the database is damaged. Reads the whole file and changes nothing. */
export function requireSound(path: string): void {
  let finding: string
  try {
    const database = new DatabaseSync(path, { readOnly: true })
    try {
      finding = String(database.prepare('pragma quick_check(1)').get()?.['quick_check'])
    } finally {
      database.close()
    }
  } catch (error) {
    finding = error instanceof Error ? error.message : String(error)
  }
  if (finding !== 'ok') throw new StartError(`The database ${path} is damaged (${finding}): restore a backup`)
}

/** Under its final name the file is never without its mark, even after a kill in the middle. */
function createFile(path: string): void {
  const unfinished = `${path}.new`
  rmSync(unfinished, { force: true })
  const database = new DatabaseSync(unfinished)
  database.exec(`pragma application_id = ${APPLICATION_ID}`)
  database.close()
  renameSync(unfinished, path)
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** @param hasLog the size in the header may belong to pages that are still in the write-ahead log */
function requireHeader(path: string, hasLog: boolean): void {
  const header = Buffer.alloc(HEADER_BYTES)
  const file = openSync(path, 'r')
  const length = readSync(file, header, 0, HEADER_BYTES, 0)
  closeSync(file)
  const size = statSync(path).size
  if (length > 0 && header.toString('latin1', 0, Math.min(length, MAGIC.length)) !== MAGIC.slice(0, length)) {
    throw new StartError(`The file ${path} is not a SQLite database: move it away or choose another TALLY_DATA`)
  }
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  if (length < HEADER_BYTES || (!hasLog && size < pageSize * header.readUInt32BE(28))) {
    throw new StartError(`The database ${path} is cut off after ${size} bytes: restore a backup`)
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw new StartError(`The database ${path} belongs to another program: move it away or choose another TALLY_DATA`)
  }
}
