import { StartError } from '../db/start-error.ts'
import type { KeyInfo } from '../sessions/signing-key-service.ts'
import type { CommandGround } from './command-family.ts'
import { textTable } from './text-table.ts'

/** `tally keys list | rotate [--now] | revoke <kid>`. */
export async function keysCommand(
  [verb, ...args]: readonly string[],
  { keys }: Pick<CommandGround, 'keys'>,
): Promise<string> {
  const [first, ...others] = args
  if (verb === 'list' && first === undefined) return table(await keys.list())
  if (verb === 'rotate' && (first === undefined || first === '--now') && others.length === 0) {
    return rotated(await keys.rotate({ now: first === '--now' }))
  }
  if (verb === 'revoke' && first !== undefined && others.length === 0) {
    const signer = await keys.revoke(first)
    return `The key ${first} is gone, and so are its tokens. ${signer.kid} signs.\n`
  }
  throw new StartError('Try: tally keys list, tally keys rotate [--now], or tally keys revoke <kid>')
}

function rotated({ kid, state, signsFrom }: KeyInfo): string {
  return `The new key ${kid} ${state === 'signs' ? 'signs' : `signs from ${moment(signsFrom)}`}.\n`
}

function table(keys: readonly KeyInfo[]): string {
  return textTable([['kid', 'alg', 'state'], ...keys.map((key) => [key.kid, key.alg, describe(key)])])
}

function describe({ state, signsFrom, verifiesUntil }: KeyInfo): string {
  const until = Number.isFinite(verifiesUntil) ? `until ${moment(verifiesUntil)}` : 'for ever'
  switch (state) {
    case 'signs':
      return 'signs'
    case 'next':
      return `next, signs from ${moment(signsFrom)}`
    case 'verifies':
      return `verifies ${until}`
    case 'ended':
      return `ended, ${until}`
  }
}

function moment(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('.000Z', ' UTC')
}
