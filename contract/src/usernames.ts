import { limits } from './limits.ts'

/**
 * The rules of usernames, the same on both sides: after RFC 8265 (UsernameCaseMapped) and UTS 39 (identifiers that are
 * "highly restrictive"). They are asked of new names; who has another one from before goes on signing in.
 */

/**
 * The form in which usernames are compared, wherever one is typed: without the blanks around it and the `@` before it,
 * in the compatibility form of Unicode (NFKC), in lower case. So " @Jemma" is "jemma", also in wide letters.
 */
export function usernameKey(text: string): string {
  return text.trim().replace(/^@/, '').normalize('NFKC').toLowerCase()
}

/** Letters that a half or full width stands for (U+FF01 to U+FFEF), which RFC 8265, 3.3.1 maps. */
const WIDTHS = /[\uff01-\uffef]+/g

/** The form in which a new username is kept and shown: without blanks around it, letters of their usual width, NFC. */
export function usernameForm(text: string): string {
  return text
    .trim()
    .replace(WIDTHS, (wide) => wide.normalize('NFKC'))
    .normalize('NFC')
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{C}]/u
const FORM = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}._-]*[\p{L}\p{N}\p{M}])?$/u
const MANY_MARKS = /\p{M}{5}/u
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** What is wrong with a new username, to be read after "The username"; undefined when it is good. */
export function usernameFault(text: string): string | undefined {
  const name = usernameForm(text)
  const { length } = Array.from(name)
  if (length < limits.username.min) return 'is missing'
  if (length > limits.username.max) return `must have at most ${limits.username.max} characters`
  if (INVISIBLE.test(name)) return 'must not contain invisible characters'
  if (!FORM.test(name) || MANY_MARKS.test(name)) return 'must be letters and digits, with . _ - only between them'
  if (name.normalize('NFKC') !== name) return 'must be written in ordinary letters and digits'
  if (RIGHT_TO_LEFT.test(name) && /^\p{N}/u.test(name)) return 'must begin with a letter'
  if (!isOfOneScript(name)) return 'must not mix letters of different alphabets'
  return undefined
}

/** The scripts in everyday use (UAX 31, table 5), and Japanese, Chinese and Korean as they are written: in several. */
const SCRIPTS = (
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hangul Han Hebrew ' +
  'Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'
).split(' ')
const WRITTEN_TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]
/** Each matches what may stand in one name; Common and Inherited may stand anywhere. */
const ALONE = [...SCRIPTS.map((script) => [script]), ...WRITTEN_TOGETHER].map(
  (scripts) =>
    new RegExp(`^[\\p{scx=Common}\\p{scx=Inherited}${scripts.map((script) => `\\p{scx=${script}}`).join('')}]*$`, 'u'),
)
/** A script that is not named above: its letters look like no others, but may not stand among others either. */
const RARE = new RegExp(`^(?:(?![${SCRIPTS.map((script) => `\\p{scx=${script}}`).join('')}]).)*$`, 'u')

function isOfOneScript(name: string): boolean {
  return ALONE.some((script) => script.test(name)) || RARE.test(name)
}

/** Letters that look like a Latin one, by that one. First as they are written, then in lower case. */
const LIKE_AS_WRITTEN: Readonly<Record<string, string>> = { l: 'I|Ι', o: 'ОΟՕ', h: 'Н', b: 'В', y: 'Υ', n: 'Ν', p: 'Ρ' }
const LIKE: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'ЬƄ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıι',
  j: 'јϳ',
  k: 'кκ',
  l: '1ӏǀ',
  m: 'м',
  n: 'ոη',
  o: '0оοօ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'г',
  s: 'ѕ',
  t: 'тτ',
  u: 'սυ',
  v: 'ѵν',
  w: 'ԝѡω',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢ',
}

const latinAsWritten = tableOf(LIKE_AS_WRITTEN)
const latin = tableOf(LIKE)

function tableOf(like: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(like).flatMap(([one, others]) => Array.from(others, (other) => [other, one] as const)))
}

/**
 * What a username looks like at a glance: names with the same skeleton must not stand beside each other. `pauI`, `pau1`
 * and `paul` have one, so have `copa` in Latin and in Cyrillic letters.
 */
export function usernameSkeleton(username: string): string {
  const asWritten = Array.from(usernameForm(username).normalize('NFKC'), (sign) => latinAsWritten.get(sign) ?? sign)
  const lower = Array.from(asWritten.join('').toLowerCase(), (sign) => latin.get(sign) ?? sign)
  return lower.join('').replaceAll('rn', 'm').replaceAll('vv', 'w')
}

/**
 * A regular expression (with `u`) for display names: no control, line end, or mark of direction (bidi), which would
 * hide or turn what stands around the name. That there is something to see is a rule of its own, `hasVisibleText`.
 */
export const displayNamePattern = '^[^\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}]*$'
