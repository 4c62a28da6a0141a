import { passwordFault } from '@tally/contract/password-rules'

/** How hard a password is to guess, from the least to the best. */
export type PasswordStrength = 0 | 1 | 2 | 3

/** From how many bits a password reaches each step above the lowest; five random words of 2048 have 55. */
const steps = [28, 40, 52] as const

/** Words that every guesser tries first; a few dozen, so that they cost the page nothing. The server knows more. */
const commonest =
  'password passwort passwd passcode letmein welcome admin administrator login master secret changeme default access ' +
  'hello hallo iloveyou love schatz sunshine princess dragon monkey shadow superman batman starwars pokemon ninja ' +
  'football baseball soccer hockey liverpool chelsea arsenal michael charlie jordan thomas daniel andrew jessica ' +
  'summer winter spring autumn flower cheese cookie killer freedom whatever computer internet google facebook test ' +
  'user guest tally todo'

/** Neighbours on a keyboard and in the alphabet, to be read in both directions. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
]
const lanes = [...rows, ...rows.map((row) => Array.from(row).reverse().join(''))]

/** The signs that stand for letters, so that `p@ssw0rd` reads `password`. */
const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
}

const date = /^(?:(?:19|20)\d\d[-./]?[01]?\d[-./]?[0-3]?\d|[0-3]?\d[-./]?[01]?\d[-./]?(?:19|20)\d\d|(?:19|20)\d\d)/
const again = /^(.{1,4}?)\1{2,}/u
const word = /^\p{Lu}?\p{Ll}{2,}|^\p{Lo}{2,}|^\p{Lu}{2,}(?!\p{Ll})/u

/**
 * An estimate of the guesses a password withstands, in bits. It reads the text as a guesser would, from left to right:
 * the names and the commonest words cost next to nothing, repetitions, rows of keys and dates a little; letters within
 * a word are 1.5 bits each after the first (about what they carry in a language), whatever looks random counts in full.
 * A piece that was there before is free. It errs to the low side, and the server is the judge.
 *
 * @param names what this password must not lean on, such as the username
 */
export function guessingBits(password: string, names: readonly string[] = []): number {
  const text = password.normalize('NFC')
  const known = [...names.flatMap(wordsOf), ...commonest.split(' ')]
  const seen = new Set<string>()
  let bits = 0
  for (let at = 0; at < text.length; ) {
    const piece = nextPiece(text.slice(at), known)
    const key = piece.text.toLowerCase()
    if (!seen.has(key)) bits += piece.bits
    // A single letter tells nothing about the next one like it.
    if (piece.text.length > 1 || !/[\p{L}\p{N}]/u.test(key)) seen.add(key)
    at += piece.text.length
  }
  return bits
}

/** Whether a password has fewer characters than `least`, counted as the server does: code points of its NFC form. */
export function isTooShort(password: string, least: number): boolean {
  return Array.from(password.normalize('NFC')).length < least
}

/**
 * How hard a password is to guess; the lowest step as long as it has fewer characters than `least`, and for what the
 * server refuses.
 *
 * @param names the username and the name of whose it is
 * @param host where people come to this Tally
 */
export function passwordStrength(
  password: string,
  least: number,
  names: readonly string[] = [],
  host?: string,
): PasswordStrength {
  const [username = '', displayName] = names
  if (isTooShort(password, least) || passwordFault(password, { username, displayName, host }) !== undefined) return 0
  const bits = guessingBits(password, names)
  return steps.filter((step) => bits >= step).length as PasswordStrength
}

type Piece = { text: string; bits: number }

function nextPiece(rest: string, known: readonly string[]): Piece {
  const plain = Array.from(rest.toLowerCase(), (sign) => disguises[sign] ?? sign).join('')
  const name = known.find((one) => plain.startsWith(one))
  if (name !== undefined) return { text: rest.slice(0, name.length), bits: 4 }
  const repeated = again.exec(rest)
  if (repeated) return { text: repeated[0], bits: 5 }
  const lane = laneOf(rest.toLowerCase())
  if (lane >= 4) return { text: rest.slice(0, lane), bits: 6 }
  const day = date.exec(rest)
  if (day) return { text: day[0], bits: 9 }
  const letters = word.exec(rest)
  if (letters) return { text: letters[0], bits: 4 + 1.5 * (letters[0].length - 1) }
  const [sign = ''] = rest
  return { text: sign, bits: bitsOf(sign) }
}

/** How many signs at the beginning are neighbours on a keyboard or in the alphabet. */
function laneOf(text: string): number {
  let longest = 0
  for (const lane of lanes) {
    const from = lane.indexOf(text.slice(0, 2))
    let length = 0
    while (from >= 0 && length < text.length && text[length] === lane[from + length]) length++
    longest = Math.max(longest, length)
  }
  return longest
}

function bitsOf(sign: string): number {
  if (/\d/.test(sign)) return 3.3
  if (/[a-z]/i.test(sign)) return 5
  return 4
}

/** The words of a name that are long enough to be recognized. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= 3)
}
