import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../server/test/postgres-server.ts'
import type { Engine } from './plan.ts'
import { ServerProcess } from './server-process.ts'
import { SmallDisk } from './small-disk.ts'

/** Tally as it is deployed: one server on SQLite, or two on one PostgreSQL; with what can go wrong there. */
export type Site = {
  readonly servers: readonly ServerProcess[]
  /** The disk with the data, where it can be made full. */
  readonly disk: SmallDisk | undefined
  /** Where the database is, as its superuser; only where it is a server of its own. */
  readonly databaseUrl: string | undefined
  /** Stops the database at once, as a crash would, and starts it again; only where it is a server of its own. */
  readonly restartDatabase: (() => Promise<void>) | undefined
  remove(): Promise<void>
}

/** Builds and starts one; its data is gone with it. */
export async function buildSite(engine: Engine): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-faults-'))
  const disk = engine === 'sqlite' ? SmallDisk.mount(folder) : undefined
  const postgres = engine === 'postgres' ? await startPostgres() : undefined
  chmodSync(folder, 0o700)
  const settings = {
    TALLY_DATA: folder,
    TALLY_SIGNUP: 'open',
    ...(postgres && { DATABASE_URL: postgres.url }),
  }
  const servers: ServerProcess[] = []
  const remove = async () => {
    for (const server of servers) await server.stop()
    await postgres?.stop()
    disk?.unmount()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    for (let count = postgres ? 2 : 1; count > 0; count--) {
      const server = await ServerProcess.prepare(settings)
      servers.push(server)
      await server.start()
    }
  } catch (error) {
    await remove()
    throw error
  }
  return { servers, disk, databaseUrl: postgres?.url, restartDatabase: postgres && (() => postgres.restart()), remove }
}
