/** How many words: each is one of 2048, so five are 55 bits. */
const count = 5

/**
 * Five random words of the English list of BIP 39, which is loaded with the first suggestion only. The list has 2048
 * words, so a random number of 16 bits picks each of them equally often. Rejects when the list cannot be loaded.
 */
export async function suggestPassphrase(): Promise<string> {
  const { wordlist } = await import('@scure/bip39/wordlists/english.js')
  const numbers = crypto.getRandomValues(new Uint16Array(count))
  return Array.from(numbers, (number) => wordlist[number % wordlist.length]).join(' ')
}
