import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import type { Engine } from '../src/db/db.ts'
import { freshDatabase } from './every-database.ts'
import { freePort } from './free-port.ts'

const TALLY = new URL('../bin/tally.js', import.meta.url)
const REPORT_USAGE = new URL('../../bench/report-usage.mjs', import.meta.url)

/** A server in a process of its own, so that what a test does itself holds up nobody there. */
export type ServerProcess = {
  readonly url: string
  /** Its resident memory, in bytes. */
  readonly memory: () => Promise<number>
}

/** Starts one on a database of its own; both are gone after the test. */
export async function startServerProcess(t: TestContext, engine: Engine): Promise<ServerProcess> {
  const { url: databaseUrl, dataDir, remove } = await freshDatabase(engine)
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', REPORT_USAGE.href, TALLY.pathname, 'serve'], {
    env: { TALLY_DATA: dataDir, DATABASE_URL: databaseUrl, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
    await remove()
  })
  await Promise.race([
    once(child.stdout ?? child, 'data'),
    ended.then(() => {
      throw new Error('Tally did not start')
    }),
  ])
  return {
    url: `http://localhost:${port}`,
    memory: async () => {
      child.send('usage')
      const [{ memory }] = (await once(child, 'message')) as [{ memory: number }]
      return memory
    },
  }
}
