import { labelWords, withLabels } from './label-words'

describe('labelWords', () => {
  it('finds words however they are marked and parted', () => {
    expect(labelWords(' @errand, home  #Büro,,!x ')).toEqual(['errand', 'home', 'Büro', 'x'])
  })

  it('finds nothing in nothing', () => {
    expect(labelWords(' , @ ')).toEqual([])
  })
})

describe('withLabels', () => {
  it('adds each once and at the end', () => {
    expect(withLabels(['home'], ['errand', 'home', 'errand'])).toEqual(['home', 'errand'])
  })

  it('stops at as many as a todo may have', () => {
    const words = Array.from({ length: 30 }, (_, index) => `label${index}`)
    expect(withLabels(['home'], words)).toHaveLength(20)
  })
})
