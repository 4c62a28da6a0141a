import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../start-error.ts'

const SQLITE_BUSY = 5

/** What the last process in this folder left behind: nothing yet, a database that is closed, or one it had open. */
export type FolderState = 'new' | 'closed' | 'open'
const STATES: readonly FolderState[] = ['new', 'closed', 'open']

/**
 * Keeps other processes out of a data folder, by a lock on the side file `tally.lock` that the kernel frees when the
 * process dies. The same file remembers the state of the folder, so that a database that is gone is noticed, and its
 * marks, so that one that was put back is.
 */
export class FolderLock {
  readonly #file: DatabaseSync

  /** Throws `StartError` when another process has the folder, or its lock file cannot be made. */
  constructor(folder: string) {
    const path = join(folder, 'tally.lock')
    let file: DatabaseSync | undefined
    try {
      file = new DatabaseSync(path, { timeout: 0 })
      file.exec('pragma locking_mode = exclusive; begin exclusive; commit')
      this.#file = file
    } catch (error) {
      file?.close()
      if (!(error instanceof Error)) throw error
      const taken = 'errcode' in error && error.errcode === SQLITE_BUSY
      throw new StartError(
        taken ? `Another Tally is using the folder ${folder}` : `The file ${path} cannot be used: ${error.message}`,
      )
    }
  }

  get state(): FolderState {
    const number = this.#file.prepare('pragma user_version').get()?.['user_version']
    return STATES[Number(number)] ?? 'new'
  }

  /** On disk when it returns. */
  set state(state: FolderState) {
    this.#file.exec(`pragma user_version = ${STATES.indexOf(state)}`)
  }

  /** The marks by which the database of this folder is known; none in a folder that has not seen one. */
  get marks(): string[] {
    const table = this.#file.prepare(`select 1 from sqlite_schema where name = 'mark'`).get()
    return table
      ? this.#file
          .prepare('select value from mark')
          .all()
          .map((row) => String(row['value']))
      : []
  }

  /** On disk when it returns. */
  set marks(marks: readonly string[]) {
    this.#file.exec('begin; create table if not exists mark (value text not null) strict; delete from mark')
    const insert = this.#file.prepare('insert into mark values (?)')
    for (const mark of marks) insert.run(mark)
    this.#file.exec('commit')
  }

  release(): void {
    this.#file.close()
  }
}
