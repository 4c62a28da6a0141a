import { countPasswordsUnder } from '../accounts/account-store.ts'
import { recordAuditEvent } from '../audit/audit-service.ts'
import { inTransaction } from '../db/transaction.ts'
import { StartError } from '../db/start-error.ts'
import { nextOf } from '../sessions/secret-file.ts'
import type { CommandGround } from './command-family.ts'
import { textTable } from './text-table.ts'

type Deps = Pick<CommandGround, 'accounts' | 'secretFile'>

const AT_NEXT_START = 'Restart every server of this Tally now.'

/** `tally secret list | prepare | rotate | drop <version> [--force]`. A server takes them over when it starts. */
export async function secretCommand([verb, ...args]: readonly string[], deps: Deps): Promise<string> {
  const [version, option, ...others] = args
  if (verb === 'list' && version === undefined) return list(deps)
  if (verb === 'prepare' && version === undefined) return prepare(deps)
  if (verb === 'rotate' && version === undefined) return rotate(deps)
  const isForced = option === '--force'
  if (verb === 'drop' && /^\d+$/.test(version ?? '') && (option === undefined || isForced) && others.length === 0) {
    return drop(deps, Number(version), isForced)
  }
  throw new StartError(
    'Try: tally secret list, tally secret prepare, tally secret rotate, or tally secret drop <version> [--force]',
  )
}

async function list({ secretFile, accounts }: Deps): Promise<string> {
  const { db } = await accounts()
  const roots = await secretFile.read()
  const next = nextOf(roots)
  const rows = roots.map(async (root, at) => {
    const state = at === 0 ? 'in use' : root === next ? 'next' : 'accepted'
    return [String(root.version), state, String(await countPasswordsUnder(db, root.version))]
  })
  return textTable([['version', 'state', 'passwords under it'], ...(await Promise.all(rows))])
}

async function prepare({ secretFile }: Deps): Promise<string> {
  const version = await secretFile.prepare()
  return (
    `Version ${version} is accepted from the next start on. Copy the file "secret" to every server of this Tally, ` +
    'restart them, and then run: tally secret rotate\n'
  )
}

async function rotate(deps: Deps): Promise<string> {
  const version = await deps.secretFile.rotate()
  await note(deps, 'secret-rotated', version)
  return `Version ${version} is used from the next start on, and the others are accepted. ${AT_NEXT_START}\n`
}

async function drop(deps: Deps, version: number, isForced: boolean): Promise<string> {
  const { db } = await deps.accounts()
  const passwords = await countPasswordsUnder(db, version)
  const roots = await deps.secretFile.read()
  if (passwords > 0 && !isForced && roots.slice(1).some((root) => root.version === version)) {
    throw new StartError(
      `${passwords} ${passwords === 1 ? 'person has' : 'people have'} not signed in since version ${version} was ` +
        `replaced, and would need a new password. If that is as it should be: tally secret drop ${version} --force`,
    )
  }
  await deps.secretFile.drop(version)
  await note(deps, 'secret-dropped', version)
  return `Version ${version} is gone. ${AT_NEXT_START}\n`
}

async function note({ accounts }: Deps, kind: 'secret-rotated' | 'secret-dropped', version: number): Promise<void> {
  const { db, clock } = await accounts()
  const entry = { kind, at: clock(), actorId: null, subjectId: null, caller: null, detail: String(version) }
  await inTransaction(db, (tx) => recordAuditEvent(tx, entry))
}
