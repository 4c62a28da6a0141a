import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { requireSound } from './sqlite-file.ts'

/**
 * Copies a database, while it is in use, to `backups/before-<name>-<time>.sqlite` in its folder. Resolves with the path
 * once the copy has been checked.
 */
export async function takeSnapshot(database: DatabaseSync, folder: string, name: string): Promise<string> {
  const backups = join(folder, 'backups')
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '')
  const path = join(backups, `before-${name}-${time}.sqlite`)
  const unfinished = `${path}.part`
  await backup(database, unfinished)
  leaveWalMode(unfinished)
  requireSound(unfinished)
  renameSync(unfinished, path)
  return path
}

/** A copy is one file: in WAL mode reading it would leave two more beside it. */
function leaveWalMode(path: string): void {
  const copy = new DatabaseSync(path)
  copy.exec('pragma journal_mode = delete')
  copy.close()
}
