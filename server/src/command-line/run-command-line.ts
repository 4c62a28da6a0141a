import type { Tally } from '../app.ts'
import { readConfig, type Config } from '../config.ts'
import { createLog } from '../http/log.ts'
import { auditOfKeys } from '../key-audit.ts'
import { keyFileOf } from '../key-file.ts'
import { SecretFile } from '../sessions/secret-file.ts'
import { SigningKeyService } from '../sessions/signing-key-service.ts'
import { runCommand } from './commands.ts'
import { askServer, controlSocketPath, type CommandAnswer } from './control-socket.ts'

/**
 * Carries out a command of a family and prints what it says: the server of the data folder does it where one is
 * running, else this process does. Throws StartError when a setting is bad or the server does not answer.
 */
export async function runCommandLine(command: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env)
  const answer = (await askServer(controlSocketPath(config.dataDir), command)) ?? (await runAlone(command, config))
  const stream = answer.code === 0 ? process.stdout : process.stderr
  stream.write(answer.output)
  process.exitCode = answer.code
}

/**
 * To look at keys the file is enough. Whatever is changed needs the database: for the audit log, and so that whoever is
 * signed out by a command is so on other servers of the database, too.
 */
async function runAlone(command: readonly string[], config: Config): Promise<CommandAnswer> {
  const clock = Date.now
  let tally: Tally | undefined
  const accounts = async () => {
    const { openApp } = await import('../app.ts')
    tally ??= await openApp({ config, log: createLog('error'), clock })
    return tally.accounts
  }
  try {
    const onKeyChange = auditOfKeys(async () => (await accounts()).db, clock)
    const keys = new SigningKeyService({ file: keyFileOf(config, clock), clock, onKeyChange })
    return await runCommand(command, { keys, secretFile: new SecretFile(config.dataDir), accounts })
  } finally {
    await tally?.close()
  }
}
