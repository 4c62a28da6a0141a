import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from './app.ts'
import { readConfig } from './config.ts'
import { demoWorld, seedDemo } from './demo-world.ts'
import { createLog } from './http/log.ts'
import { listen, stopOnSignal } from './running-server.ts'

/** The tutorial's world on a throw-away database, for this machine only. */
export async function demo(env: NodeJS.ProcessEnv): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tally-demo-'))
  const remove = () => rm(dataDir, { recursive: true, force: true })
  try {
    const { PORT, LOG_LEVEL = 'warn' } = env
    const config = readConfig({ PORT, LOG_LEVEL, TALLY_DATA: dataDir })
    const tally = await openApp({ config, log: createLog(config.logLevel), demo: demoWorld.signIn })
    await seedDemo(tally)
    await listen(tally.http, config)
    stopOnSignal(async () => {
      await tally.close()
      await remove()
    })
    const { usernames, password } = demoWorld.signIn
    process.stdout.write(
      `The demo is at ${config.publicUrl}: sign in as ${usernames.join(', ')}, password ${password}\n`,
    )
  } catch (error) {
    await remove()
    throw error
  }
}
