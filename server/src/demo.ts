import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from './app.ts'
import { readConfig } from './config.ts'
import { demoWorld, seedDemo } from './demo-world.ts'
import { createLog } from './http/log.ts'
import { listen, stopOnSignal } from './running-server.ts'
import { unknownSettings } from './settings.ts'

/** What a demo decides by itself: everybody knows its passwords, and nothing of it is kept. */
const OWN_SETTINGS = ['HOST', 'DATABASE_URL', 'TALLY_DATA', 'TALLY_SIGNING_KEYS'] as const

/**
 * The tutorial's world on a throw-away database, for this machine only. Every other setting counts as it does for
 * `serve`.
 */
export async function demo(env: NodeJS.ProcessEnv): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tally-demo-'))
  const remove = () => rm(dataDir, { recursive: true, force: true })
  try {
    const own = Object.fromEntries(OWN_SETTINGS.map((name) => [name, undefined]))
    const config = readConfig({ LOG_LEVEL: 'warn', ...env, ...own, TALLY_DATA: dataDir })
    const tally = await openApp({ config, log: createLog(config.logLevel), demo: demoWorld.signIn })
    await seedDemo(tally)
    await listen(tally.http, config)
    stopOnSignal(async () => {
      await tally.close()
      await remove()
    })
    const unused = [...OWN_SETTINGS.filter((name) => env[name]), ...unknownSettings(env)]
    if (unused.length > 0) process.stderr.write(`Not used in the demo: ${unused.join(', ')}\n`)
    const { usernames, password } = demoWorld.signIn
    process.stdout.write(
      `The demo is at ${config.publicUrl}: sign in as ${usernames.join(', ')}, password ${password}\n`,
    )
  } catch (error) {
    await remove()
    throw error
  }
}
