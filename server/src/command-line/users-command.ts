import { addUser as addUserOperation, type AddedUser, type CurrentUser, type User } from '@tally/contract'
import {
  addUser,
  changeUser,
  listUsersForAdmin,
  requireAccountNamed,
  type AccountDeps,
} from '../accounts/account-service.ts'
import { resetPassword } from '../accounts/one-time-password-service.ts'
import { StartError } from '../db/start-error.ts'
import { inputCheck } from '../http/input/input.ts'
import { Problem } from '../http/problem.ts'
import type { CommandGround } from './command-family.ts'
import { textTable } from './text-table.ts'

/** Whoever can run commands for the data folder may do what an admin may; the log says that it was the command line. */
const BY = { actorId: null, caller: null }

const checkNewUser = inputCheck(addUserOperation)

type Change = { readonly patch: Parameters<typeof changeUser>[2]; readonly outcome: string }

/** What is done to somebody by one word, and what is said of them then. */
const changes: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['disable', { patch: { disabled: true }, outcome: 'is disabled and signed out' }],
  ['enable', { patch: { disabled: false }, outcome: 'may sign in' }],
  ['promote', { patch: { role: 'admin' }, outcome: 'is an admin' }],
  ['demote', { patch: { role: 'member' }, outcome: 'is a member' }],
])

/** `tally users list | add <name> [--admin] | reset-password <name> | disable, enable, promote or demote <name>`. */
export async function usersCommand(
  args: readonly string[],
  { accounts }: Pick<CommandGround, 'accounts'>,
): Promise<string> {
  const command = readCommand(args)
  if (!command) {
    throw new StartError(
      'Try: tally users list, tally users add <name> [--admin], or tally users ' +
        'reset-password, disable, enable, promote or demote <name>',
    )
  }
  try {
    return await command(await accounts())
  } catch (error) {
    throw error instanceof Problem ? new StartError(sentenceOf(error), { cause: error }) : error
  }
}

/** What the words ask for; undefined when they make no sense. */
function readCommand(args: readonly string[]): ((deps: AccountDeps) => Promise<string>) | undefined {
  const [verb = '', name, option, ...others] = args
  if (verb === 'list' && name === undefined) return list
  if (name === undefined || name.startsWith('-') || others.length > 0) return undefined
  if (verb === 'add' && (option === undefined || option === '--admin')) {
    return (deps) => add(deps, name, option === '--admin' ? 'admin' : 'member')
  }
  if (option !== undefined) return undefined
  if (verb === 'reset-password') return (deps) => reset(deps, name)
  const change = changes.get(verb)
  return change && ((deps) => apply(deps, name, change))
}

async function list({ db }: AccountDeps): Promise<string> {
  const rows = (await listUsersForAdmin(db)).map((user) => [
    user.username,
    user.role,
    stateOf(user),
    user.lastSeenAt ? moment(user.lastSeenAt) : 'never',
  ])
  return textTable([['username', 'role', 'state', 'last seen'], ...rows])
}

function stateOf({ disabled, oneTimePasswordUntil }: User): string {
  if (disabled) return 'disabled'
  return oneTimePasswordUntil ? `one-time password until ${moment(oneTimePasswordUntil)}` : 'active'
}

async function add(deps: AccountDeps, username: string, role: 'admin' | 'member'): Promise<string> {
  const body = { username, role }
  checkNewUser({ params: undefined, query: {}, body })
  if (role !== 'admin' && (await listUsersForAdmin(deps.db)).length === 0) {
    throw new StartError('The first account has to be an admin. Try: tally users add <name> --admin')
  }
  const user = await addUser(deps, body, BY)
  return `${user.username} is ${role === 'admin' ? 'an admin' : 'a member'}.\n${secretOf(user)}`
}

async function reset(deps: AccountDeps, name: string): Promise<string> {
  const { id, username } = await requireAccountNamed(deps.db, name)
  return `${username} is signed out everywhere.\n${secretOf(await resetPassword(deps, id, BY))}`
}

function secretOf({ oneTimePassword, oneTimePasswordUntil }: Omit<AddedUser, keyof CurrentUser>): string {
  if (!oneTimePassword || !oneTimePasswordUntil) throw new Error('There is no one-time password')
  return `One-time password until ${moment(oneTimePasswordUntil)}, shown only now: ${oneTimePassword}\n`
}

async function apply(deps: AccountDeps, name: string, { patch, outcome }: Change): Promise<string> {
  const { id } = await requireAccountNamed(deps.db, name)
  const { username } = await changeUser(deps, id, patch, BY)
  return `${username} ${outcome}.\n`
}

function sentenceOf({ message, options }: Problem): string {
  const details = options.errors?.map(({ path, message: what }) => `${path.replace('/body/', '')} ${what}`)
  return details ? `${details.join(', ')}.` : `${message}.`
}

/** To the minute, in UTC. */
function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
