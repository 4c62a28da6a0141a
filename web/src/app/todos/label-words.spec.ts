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
    expect(withLabels(['Öffnung'], ['öffnung', 'O\u0308FFNUNG']).labels).toEqual(['Öffnung'])
  })

  it('leaves out what cannot be seen', () => {
    expect(withLabels(['\u200B'], ['home']).labels).toEqual(['home'])
  })

  it('adds each once and at the end', () => {
    expect(withLabels(['home'], ['errand', 'home', 'errand'])).toEqual({ labels: ['home', 'errand'], left: [] })
  })

  it('stops at as many as a todo may have, and says which are left', () => {
    const words = Array.from({ length: 30 }, (_, index) => `label${index}`)
    const { labels, left, problem } = withLabels(['home'], words)
    expect(labels).toHaveLength(20)
    expect([...labels, ...left]).toEqual(['home', ...words])
    expect(problem).toBe('A todo can have at most 20 labels.')
  })

  it('leaves a word that is too long as it is', () => {
    const long = 'x'.repeat(51)
    const { labels, left, problem } = withLabels(['home'], ['🥛'.repeat(50), long])
    expect(labels).toEqual(['home', '🥛'.repeat(50)])
    expect(left).toEqual([long])
    expect(problem).toBe('A label can have at most 50 characters.')
  })
})
