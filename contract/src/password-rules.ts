import { limits } from './limits.ts'
import { usernameKey } from './usernames.ts'

/**
 * What a new password must not be, as far as it can be told without a list of common passwords: the page that asks for
 * one and the server that takes it say the same. Each rule takes time in proportion to the length.
 */

/** What a password must not lean on. */
export type PasswordContext = {
  readonly username: string
  readonly displayName?: string | undefined
  /** The host people type to come here, such as `todo.example.org`. */
  readonly host?: string | undefined
}

/** What is said of a few characters again and again. */
export const REPEATED = 'must not repeat the same few characters'

const FEWEST_CHARACTERS = 5
/** One character may become eighteen. */
const LONGEST_FOLDED = 4 * limits.password.max
/** So many letters and digits beside the name of this place are a password of their own. */
const ENOUGH_BESIDE = 10
const SHORTEST_NAME = 3
/** Shorter parts of a name are in too many good passwords by chance. */
const SHORTEST_PART = 4

/** What is wrong with a new password, to be read after "The password"; undefined when nothing can be told from here. */
export function passwordFault(password: string, context: PasswordContext): string | undefined {
  const { min, max } = limits.password
  const { length } = Array.from(password.normalize('NFC'))
  if (length < min) return `must have at least ${min} characters`
  if (length > max) return `must have at most ${max} characters`
  const text = foldPassword(password)
  if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text)) return 'must not be only spaces'
  if (new Set(text).size < FEWEST_CHARACTERS) return `must have at least ${FEWEST_CHARACTERS} different characters`
  if (isRepetition(text)) return REPEATED
  if (isSequence(text)) return 'must not be a sequence or rows of keys'
  if (holdsUsername(text, context.username)) return 'must not contain the username'
  if (partsOf(context.displayName ?? '').some((part) => holds(text, part))) return 'must not contain the name'
  if (leansOnPlace(text, placesOf(context.host))) return 'must not be based on the name of this site'
  return undefined
}

/**
 * The form in which passwords are looked at (never the one that is kept): NFKC, in lower case, cut where signs grow to
 * many.
 */
export function foldPassword(password: string): string {
  return password.normalize('NFKC').toLowerCase().slice(0, LONGEST_FOLDED)
}

/** The names of this place that a guesser would try: the product and the parts of its host. */
export function placesOf(host = ''): string[] {
  return ['tally', host, ...host.split('.').slice(0, -1)].filter((part) => part.length >= SHORTEST_PART)
}

/** The parts of a name, such as "Ada Lovelace", that are long enough to be looked for. */
function partsOf(name: string): string[] {
  return foldPassword(name)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((part) => part.length >= SHORTEST_PART)
}

function holdsUsername(text: string, username: string): boolean {
  const name = usernameKey(username)
  if (name.length >= SHORTEST_PART) return holds(text, name)
  return name.length >= SHORTEST_NAME && text.includes(name)
}

function holds(text: string, name: string): boolean {
  return text.includes(name) || text.includes(Array.from(name).reverse().join(''))
}

function leansOnPlace(text: string, places: readonly string[]): boolean {
  const rest = places.reduce((left, place) => left.replaceAll(place, ' '), text)
  return rest !== text && alphanumeric(rest).length < ENOUGH_BESIDE
}

function alphanumeric(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{M}]/gu, '')
}

/**
 * Is it something short again and again, the last time maybe cut off; also with digits that count, or signs between?
 */
function isRepetition(text: string): boolean {
  const letters = text.replace(/[^\p{L}\p{M}]/gu, '')
  return isPeriodic(text) || (letters.length * 2 > text.length && isPeriodic(letters))
}

function isPeriodic(text: string): boolean {
  const period = smallestPeriod(text)
  return period < limits.password.min && period * 2 <= text.length
}

/** After how many units the text begins to repeat itself; its length when it does not. By Knuth, Morris and Pratt. */
export function smallestPeriod(text: string): number {
  const borders = [0]
  for (let at = 1, border = 0; at < text.length; at += 1) {
    while (border > 0 && text[at] !== text[border]) border = borders[border - 1] ?? 0
    if (text[at] === text[border]) border += 1
    borders.push(border)
  }
  return text.length - (borders.at(-1) ?? 0)
}

/** Neighbours in the alphabet, among digits and on keyboards, to be read in both directions. */
const LANES = [
  'abcdefghijklmnopqrstuvwxyz',
  'acegikmoqsuwy',
  'bdfhjlnprtvxz',
  '01234567890',
  '02468',
  '13579',
  '!@#$%^&*()_+',
  '!"§$%&/()=?',
  'qwertyuiop[]',
  'qwertzuiopü',
  'azertyuiop',
  "asdfghjkl;'",
  'asdfghjklöä',
  'qsdfghjklm',
  'zxcvbnm,./',
  'yxcvbnm,.-',
  'wxcvbn,;:!',
  ...'1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/ 1qay 6zhn'.split(' '),
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
]

/** In which lanes, and in which direction, one character follows another. */
const following = new Map<string, readonly number[]>()
for (const [lane, forwards] of [...LANES, ...LANES.map((one) => Array.from(one).reverse().join(''))].entries()) {
  for (let at = 1; at < forwards.length; at += 1) {
    const pair = forwards.slice(at - 1, at + 1)
    following.set(pair, [...(following.get(pair) ?? []), lane])
  }
}

const SHORTEST_RUN = 3
const FEWEST_IN_RUNS = 8
const MOST_BESIDE_RUNS = 3

/** Is it made of runs along a lane or of one character, but for a few; also with letters and digits taking turns? */
function isSequence(text: string): boolean {
  const digits = text.replace(/\P{Nd}/gu, '')
  const others = text.replace(/[\p{Nd}\s]/gu, '')
  return areRuns([text]) || areRuns([digits, others])
}

function areRuns(texts: readonly string[]): boolean {
  const inRuns = texts.map(signsInRuns)
  const covered = inRuns.reduce((sum, [runs]) => sum + runs, 0)
  const beside = inRuns.reduce((sum, [, others]) => sum + others, 0)
  return covered >= FEWEST_IN_RUNS && beside <= MOST_BESIDE_RUNS
}

/** How many signs are in runs, and how many letters and digits are not. */
function signsInRuns(text: string): [runs: number, others: number] {
  let [runs, others] = [0, 0]
  for (let at = 0; at < text.length; ) {
    const length = runAt(text, at)
    if (length >= SHORTEST_RUN) runs += length
    else others += alphanumeric(text.slice(at, at + length)).length
    at += length
  }
  return [runs, others]
}

/** How long the signs from here go on in one lane, or are the same. */
function runAt(text: string, from: number): number {
  let lanes: readonly number[] | undefined
  let at = from + 1
  for (; at < text.length; at += 1) {
    const [before, here] = [text[at - 1] ?? '', text[at] ?? '']
    const next = before === here ? [SAME] : (following.get(before + here) ?? [])
    const both: readonly number[] = lanes ? lanes.filter((lane) => next.includes(lane)) : next
    if (both.length === 0) break
    lanes = both
  }
  // The last sign of a pair that is no run may begin one.
  return at - from < SHORTEST_RUN ? 1 : at - from
}

const SAME = -1
