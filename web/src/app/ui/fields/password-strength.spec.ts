import { guessingBits, passwordStrength } from './password-strength'

describe('passwordStrength', () => {
  const strength = (password: string, ...names: string[]) => passwordStrength(password, 15, names)

  it('is the lowest while the password is too short, however wild it is', () => {
    expect(strength('')).toBe(0)
    expect(strength('xK3$vB9!qZ')).toBe(0)
    // Ten characters in twenty code units.
    expect(strength('🐎🔋📎🦆🌵🧲🪁🧊🛶🎻')).toBe(0)
  })

  it('is the lowest for what everybody tries', () => {
    expect(strength('password123456789')).toBe(0)
    expect(strength('P@ssw0rd P@ssw0rd')).toBe(0)
    expect(strength('aaaaaaaaaaaaaaaaaaaa')).toBe(0)
    expect(strength('qwertyuiopasdfghjkl')).toBe(0)
    expect(strength('abcabcabcabcabcabc')).toBe(0)
    expect(strength('24.12.1987 24/12/1987')).toBe(0)
  })

  it('is the lowest for what the server refuses', () => {
    for (const password of ['1qaz2wsx3edc4rfv5tgb', 'a1b2c3d4e5f6g7h8i9', 'monkey1monkey2monkey3', ' '.repeat(20)]) {
      expect(strength(password)).toBe(0)
    }
    expect(strength('gravity hopper pond salon velvet', 'grace', 'Grace Hopper')).toBe(0)
    expect(strength('gravity ecarg pond salon velvet', 'grace')).toBe(0)
    expect(passwordStrength('todo.example.org#2026', 15, [], 'todo.example.org')).toBe(0)
  })

  it('counts what leans on the name of the person for little', () => {
    expect(guessingBits('lovelace engine room', ['Ada Lovelace'])).toBeLessThan(
      guessingBits('lovelace engine room') - 8,
    )
  })

  it('grows with the words of a passphrase, and five random ones are very good', () => {
    expect(strength('gravity ribbon')).toBe(0)
    expect(strength('gravity ribbon pond')).toBe(1)
    expect(strength('gravity ribbon pond salon')).toBe(2)
    expect(strength('gravity ribbon pond salon velvet')).toBe(3)
  })

  it('is very good for what a password manager makes up', () => {
    expect(strength('xK3$vB9!qZw7#Lm2')).toBe(3)
    expect(strength('7f3k9q2m5x8w1z6p4r')).toBe(3)
  })

  it('gives nothing for the same word again', () => {
    expect(guessingBits('gravity gravity gravity')).toBeLessThan(guessingBits('gravity') + 5)
  })

  it('does not depend on how the keyboard composes letters', () => {
    expect(guessingBits('cafe\u0301 olive\u0301 ce\u0301le\u0301bre')).toBe(
      guessingBits('caf\u00e9 oliv\u00e9 c\u00e9l\u00e9bre'),
    )
  })
})
