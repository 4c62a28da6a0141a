import { wordlist } from '@scure/bip39/wordlists/english.js'
import { passwordStrength } from './password-strength'
import { suggestPassphrase } from './suggest-passphrase'

describe('suggestPassphrase', () => {
  it('picks five words of a list that a random number hits evenly', async () => {
    expect(2 ** 16 % wordlist.length).toBe(0)
    const words = (await suggestPassphrase()).split(' ')
    expect(words).toHaveLength(5)
    expect(words.every((word) => wordlist.includes(word))).toBe(true)
  })

  it('never twice the same, and long enough', async () => {
    const suggestions = await Promise.all(Array.from({ length: 50 }, suggestPassphrase))
    expect(new Set(suggestions).size).toBe(50)
    expect(suggestions.every((one) => passwordStrength(one, 15) >= 2)).toBe(true)
  })
})
