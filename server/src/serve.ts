import { findSetUpLink } from './accounts/set-up-service.ts'
import { readConfig } from './config.ts'
import { openApp } from './app.ts'
import { createLog } from './http/log.ts'
import { Overload } from './http/bounds/overload.ts'
import { listen, stopOnSignal } from './running-server.ts'
import { unknownSettings } from './settings.ts'

/** Serves until a signal ends it. Throws StartError when the start is not possible. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env)
  const log = createLog(config.logLevel)
  const unknown = unknownSettings(env)
  if (unknown.length > 0) log.warn({ settings: unknown }, 'not a setting of Tally: is it misspelt?')
  const overload = new Overload(config.latenessMs)
  overload.watch()
  const tally = await openApp({ config, log, overload })
  try {
    await listen(tally.http, config)
  } catch (error) {
    await tally.close()
    throw error
  }
  stopOnSignal(() => tally.close())
  const link = await findSetUpLink(tally.accounts)
  const first = link === undefined ? '' : `Make the first account, yours, with this link: ${link}\n`
  process.stdout.write(`Tally is at ${config.publicUrl}\n${first}`)
}
