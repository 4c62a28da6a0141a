import { labelWords, spellingInUse, withLabels } from './label-words'

describe('labelWords', () => {
  it('finds words however they are marked and parted', () => {
    expect(labelWords(' @errand, home  #Büro,,!x ')).toEqual(['errand', 'home', 'Büro', 'x'])
  })

  it('finds nothing in nothing', () => {
    expect(labelWords(' , @ ')).toEqual([])
    expect(labelWords('\u200B @\u3164 \u00AD')).toEqual([])
  })
})

describe('spellingInUse', () => {
  it('is the one that is there, whatever the capitals, accents and width', () => {
    for (const typed of ['o\u0308ffnung', 'ÖFFNUNG', 'Ｏ\u0308ffnung'])
      expect(spellingInUse(typed, ['Öffnung'])).toBe('Öffnung')
  })

  it('is what was typed where there is none', () => {
    expect(spellingInUse('home', ['Öffnung'])).toBe('home')
  })
})

describe('withLabels', () => {
  it('takes other spellings for the same label', () => {
    expect(withLabels(['Öffnung'], ['öffnung', 'O\u0308FFNUNG'])).toEqual(['Öffnung'])
  })

  it('leaves out what cannot be seen', () => {
    expect(withLabels(['\u200B'], ['home'])).toEqual(['home'])
  })

  it('adds each once and at the end', () => {
    expect(withLabels(['home'], ['errand', 'home', 'errand'])).toEqual(['home', 'errand'])
  })

  it('stops at as many as a todo may have', () => {
    const words = Array.from({ length: 30 }, (_, index) => `label${index}`)
    expect(withLabels(['home'], words)).toHaveLength(20)
  })
})
