import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { noopChangeBus } from '../change-bus.ts'
import { renewEpochIfPutBack, renewMark } from './database-mark.ts'
import type { DatabaseLog } from '../database-log.ts'
import type { Database, Db } from '../db.ts'
import { FolderLock } from './folder-lock.ts'
import { migrate } from '../migrate.ts'
import type { Migrations } from '../migrations/migrations.ts'
import type { Schema } from '../schema.ts'
import { takeSnapshot } from './snapshot.ts'
import { SqliteDialect } from './sqlite-dialect.ts'
import { requireSqliteFile, requireSqliteVersion } from './sqlite-file.ts'

/** How long to wait for somebody outside Tally who has the file open, such as a backup. */
const BUSY_MS = 2000

/** Opens `tally.sqlite` in `folder`, which exists. Throws `StartError` when that would be a risk for the data. */
export async function openSqlite(folder: string, migrations: Migrations, log?: DatabaseLog): Promise<Database> {
  requireSqliteVersion(process.versions['sqlite'] ?? '0')
  const lock = new FolderLock(folder)
  try {
    const path = join(folder, 'tally.sqlite')
    requireSqliteFile(path, lock.state)
    return await openFile(path, lock, async (writer, db) => {
      const beforeChange = async (step: string) => {
        const copy = await takeSnapshot(writer, folder, step)
        log?.info({ copy, step }, 'The database was copied before the migration')
      }
      await migrate(db, migrations, { beforeChange, log })
      if (renewEpochIfPutBack(writer, lock)) {
        log?.warn('The database is not the file that was used here last: all devices begin anew')
      }
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openFile(
  path: string,
  lock: FolderLock,
  prepare: (writer: DatabaseSync, db: Db) => Promise<void>,
): Promise<Database> {
  const writer = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: false })
  // A transaction that is undone must not need the disk: it may be full.
  writer.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory')
  const reader = new DatabaseSync(path, { timeout: BUSY_MS, readOnly: true })
  const snapshots = new DatabaseSync(path, { timeout: BUSY_MS, readOnly: true })
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ reader, snapshots, writer }) })
  const close = async (wasOpen: boolean) => {
    await db.destroy()
    reader.close()
    snapshots.close()
    try {
      if (wasOpen) renewMark(writer, lock)
      // Once the write-ahead log is empty it may be missing at the next start.
      if (writer.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] === 0) lock.state = 'closed'
    } finally {
      writer.close()
    }
  }
  try {
    await prepare(writer, db)
    renewMark(writer, lock)
    lock.state = 'open'
  } catch (error) {
    await close(false)
    throw error
  }
  return {
    db,
    engine: 'sqlite',
    bus: noopChangeBus,
    close: async () => {
      await close(true)
      lock.release()
    },
  }
}
