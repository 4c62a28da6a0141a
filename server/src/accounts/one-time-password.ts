import { randomInt } from 'node:crypto'
import { limits } from '@tally/contract'

const WORDS = 5
const DAY_MS = 86_400_000

/**
 * Makes a password that is easy to read out: five words of the English list of BIP 39, 55 bits. That is enough for days
 * during which each guess costs a hash. The list is loaded when it is needed.
 */
export async function makeOneTimePassword(): Promise<string> {
  const { wordlist } = await import('@scure/bip39/wordlists/english.js')
  return Array.from({ length: WORDS }, () => wordlist[randomInt(wordlist.length)]).join('-')
}

/** The end of a one-time password that is made now; in milliseconds since 1970, as is `at`. */
export function endOfOneTimePassword(at: number): number {
  return at + limits.oneTimePasswordDays * DAY_MS
}
