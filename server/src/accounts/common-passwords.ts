import { foldPassword, placesOf, smallestPeriod } from '@tally/contract/password-rules'

const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu

/** Words that make sentences of others, so that they add nothing: "this is a password", "you are my sunshine". */
const FILLERS: ReadonlySet<string> = new Set(
  (
    'a am and are at be big by can do dont for from give go have he her hello hi his how i im in is it its just let ' +
    'like little love me mine more much my new no not of on one or our out please she so that the their these they ' +
    'this those to up us very was we what when who why will with yes you your'
  ).split(' '),
)

/** What joined passwords may cost to be guessed by who joins the commonest first, and what their parts cost. */
const BUDGET = 7
const COST = { known: 3, commonest: 2, fillers: 3, place: 2 } as const
const COMMONEST = 300
const SHORTEST_PART = 3
const LONGEST_PART = 20
/** Two or three words with some between them; what is longer is no join of a few. */
const LONGEST_JOIN = 64

/**
 * By its rank; a map, since one password may be made to be looked up a thousand times, by somebody who is not signed
 * in.
 */
let common: ReadonlyMap<string, number> | undefined

/**
 * Is it a password that attackers try first: one of some 50,000 that people have used most, in any capitals or width of
 * letters (NFKC), or again and again; two of them or three of the commonest joined, or one in a sentence of little
 * words; or any of these with digits, signs or spaces in and around it?
 *
 * The list takes a few megabytes, so it is loaded when a password is chosen for the first time, and not at the start.
 *
 * @param host where people come to us; its names are joined with others as well
 */
export async function isCommonPassword(password: string, host?: string): Promise<boolean> {
  const ranks = await commonPasswords()
  const text = foldPassword(password)
  if ([text, bare(text)].some((part) => repeatedWords(part).some((word) => ranks.has(word)))) return true
  const places = new Set(placesOf(host).map(lettersOf))
  const readings = [text.replace(/[^\p{L}\p{N}]/gu, ''), lettersOf(text), lettersOf(undisguised(text))]
  return [...new Set(readings)].some((reading) => isJoined(reading, ranks, places))
}

async function commonPasswords(): Promise<ReadonlyMap<string, number>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return (common ??= new Map(dictionary['passwords-common'].map((word, rank) => [word, rank])))
}

/** The text, and the word of which it is nothing but repetition, the last time maybe cut off. */
function repeatedWords(text: string): string[] {
  const word = text.slice(0, smallestPeriod(text))
  return [text, word, bare(word)]
}

/** Without what is no letter at its ends. */
function bare(text: string): string {
  return text.replace(EDGES, '')
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]/gu, '')
}

const DISGUISES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
}

/** With the letters that signs stand for: `p@ssw0rd`. */
function undisguised(text: string): string {
  return text.replace(/[@431!0$5]/g, (sign) => DISGUISES[sign] ?? sign)
}

/** Can this text be cut into parts that cost no more than the budget? By the cheapest way to each place in them. */
function isJoined(text: string, ranks: ReadonlyMap<string, number>, places: ReadonlySet<string>): boolean {
  if (text.length < SHORTEST_PART || text.length > LONGEST_JOIN) return false
  // For each place, without fillers so far and with: they are paid for once.
  const cheapest = [false, true].map(() => Array.from({ length: text.length + 1 }, () => BUDGET + 1))
  const [without, withFillers] = cheapest as [number[], number[]]
  without[0] = 0
  const reach = (costs: number[], word: string, from: number, cost: number): void => {
    for (let at = from; text.startsWith(word, at) && cost <= BUDGET; at += word.length) {
      costs[at + word.length] = Math.min(costs[at + word.length] ?? cost, cost)
    }
  }
  for (let from = 0; from < text.length; from += 1) {
    const [plain = BUDGET, filled = BUDGET] = [without[from], withFillers[from]]
    if (Math.min(plain, filled) > BUDGET) continue
    for (let length = 1; length <= LONGEST_PART && from + length <= text.length; length += 1) {
      const word = text.slice(from, from + length)
      if (FILLERS.has(word)) reach(withFillers, word, from, Math.min(plain + COST.fillers, filled))
      const cost = places.has(word) ? COST.place : costOf(ranks.get(word), length)
      reach(without, word, from, plain + cost)
      reach(withFillers, word, from, filled + cost)
    }
  }
  return Math.min(without[text.length] ?? BUDGET + 1, withFillers[text.length] ?? BUDGET + 1) <= BUDGET
}

function costOf(rank: number | undefined, length: number): number {
  if (rank === undefined || length < SHORTEST_PART) return Infinity
  return rank < COMMONEST ? COST.commonest : COST.known
}
