const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu

/** A set, since one password may be made to be looked up five hundred times, by somebody who is not signed in. */
let common: ReadonlySet<string> | undefined

/**
 * Is it a password that attackers try first: one of some 50,000 that people have used most, in any capitals or width of
 * letters (NFKC); or such a word again and again; or either with digits, signs or spaces around it?
 *
 * The list takes a few megabytes, so it is loaded when a password is chosen for the first time, and not at the start.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const known = await commonPasswords()
  const text = password.normalize('NFKC').toLowerCase()
  return [text, bare(text)].some((part) => repeatedWords(part).some((word) => known.has(word)))
}

async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return (common ??= new Set(dictionary['passwords-common']))
}

/** The words of which this text is nothing but repetition, the last one maybe cut off; the text itself is one of them. */
function repeatedWords(text: string): string[] {
  const words = new Set<string>()
  for (let length = 1; length <= text.length; length += 1) {
    const word = text.slice(0, length)
    // What follows the word is the text once more, as far as it goes.
    if (text.startsWith(text.slice(length))) words.add(word).add(bare(word))
  }
  return [...words]
}

/** Without what is no letter at its ends. */
function bare(text: string): string {
  return text.replace(EDGES, '')
}
