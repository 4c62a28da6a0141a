import { StartError } from '../db/start-error.ts'
import type { CommandFamily, CommandGround } from './command-family.ts'
import type { CommandAnswer } from './control-socket.ts'
import { keysCommand } from './keys-command.ts'
import { secretCommand } from './secret-command.ts'
import { usersCommand } from './users-command.ts'

/**
 * The commands that the running server carries out when there is one, by the name of their family. To add a family:
 * write it beside `keys-command.ts`, list it here and in `main.ts`, add what it works on to `CommandGround`, and make
 * that in `app.ts` (for a server that runs) and in `run-command-line.ts` (for when none does).
 */
const commandFamilies: ReadonlyMap<string, CommandFamily> = new Map<string, CommandFamily>([
  ['keys', keysCommand],
  ['secret', secretCommand],
  ['users', usersCommand],
])

/** Carries out one command, `[family, ...args]`. Rejects only when there is a bug. */
export async function runCommand([name = '', ...args]: readonly string[], deps: CommandGround): Promise<CommandAnswer> {
  try {
    const family = commandFamilies.get(name)
    if (!family) throw new StartError(`There is no command "${name}". Try: tally help`)
    return { output: await family(args, deps), code: 0 }
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return { output: `tally: ${error.message}\n`, code: 1 }
  }
}
