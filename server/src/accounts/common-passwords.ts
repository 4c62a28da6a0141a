const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu

/**
 * Is it a password that attackers try first: one of some 50,000 that people have used most, in any capitals or width of
 * letters (NFKC); or such a word again and again; or either with digits, signs or spaces around it?
 *
 * The list takes a few megabytes, so it is loaded when a password is chosen for the first time, and not at the start.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const common = dictionary['passwords-common']
  const text = password.normalize('NFKC').toLowerCase()
  return [text, bare(text)].some((part) => repeatedWords(part).some((word) => common.includes(word)))
}

/** The words of which this text is nothing but repetition, the last one maybe cut off; the text itself is one of them. */
function repeatedWords(text: string): string[] {
  const words = new Set<string>()
  for (let length = 1; length <= text.length; length += 1) {
    const word = text.slice(0, length)
    if (word.repeat(Math.ceil(text.length / length)).startsWith(text)) words.add(word).add(bare(word))
  }
  return [...words]
}

/** Without what is no letter at its ends. */
function bare(text: string): string {
  return text.replace(EDGES, '')
}
