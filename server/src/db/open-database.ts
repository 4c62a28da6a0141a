import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import type { Database } from './db.ts'
import type { DatabaseLog } from './database-log.ts'
import { migrations } from './migrations/migrations.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { StartError } from './start-error.ts'

export type DatabaseOptions = {
  /** `sqlite:` for the embedded database in `dataDir`, or `postgres://…`. */
  readonly url: string
  /** The folder of the database, keys and backups; made, readable by its owner only, when it is missing. */
  readonly dataDir: string
  /** May PostgreSQL be reached over a network without TLS? */
  readonly allowPlainNetwork?: boolean
  readonly log?: DatabaseLog | undefined
}

/** The rights of the group and of everybody else. */
const OTHERS = 0o077

/** Opens the database, checks it and brings its tables up to date. Throws `StartError` when it must not be used. */
export async function openDatabase({
  url,
  dataDir,
  allowPlainNetwork = false,
  log,
}: DatabaseOptions): Promise<Database> {
  requireFolder(dataDir)
  if (url === 'sqlite:') return openSqlite(dataDir, migrations, log)
  if (/^postgres(ql)?:\/\//.test(url)) {
    // Loaded only where it is used: it takes 10 MB.
    const { openPostgres, requirePrivateWay } = await import('./postgres/open-postgres.ts')
    if (!allowPlainNetwork) requirePrivateWay(url)
    return openPostgres(url, migrations, log)
  }
  throw new StartError('DATABASE_URL must be sqlite: or begin with postgres://')
}

/**
 * Files in the folder may be readable by others, so nobody else may come near them: whoever locks a file stops the
 * start.
 */
function requireFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new StartError(`The data folder ${path} cannot be used: ${error.message}`, { cause: error })
  }
  const mode = statSync(path).mode & 0o777
  if ((mode & OTHERS) === 0 || process.platform === 'win32') return
  throw new StartError(
    `The data folder ${path} can be entered by other users of this machine (mode ${mode.toString(8)}). ` +
      `Close it: chmod 700 ${path}`,
  )
}
