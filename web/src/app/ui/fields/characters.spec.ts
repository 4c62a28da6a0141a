import { excessOf, splitText } from './characters'

describe('excessOf', () => {
  it('counts characters as people do, not UTF-16 units', () => {
    expect(excessOf('🥛'.repeat(500), 500)).toBe(0)
    expect(excessOf('🥛'.repeat(503), 500)).toBe(3)
    expect(excessOf('x'.repeat(501), 500)).toBe(1)
    expect(excessOf('', 500)).toBe(0)
  })
})

describe('splitText', () => {
  it.each([
    ['Milk', 10, ['Milk', '']],
    ['Milk and bread', 10, ['Milk and', 'bread']],
    ['Milk bread', 4, ['Milk', 'bread']],
    ['Milkandbread', 4, ['Milk', 'andbread']],
    ['🥛🥛🥛', 2, ['🥛🥛', '🥛']],
    ['Milk\n\nand bread', 6, ['Milk', 'and bread']],
  ])('keeps every word of %j', (text, max, parts) => {
    expect(splitText(text, max)).toEqual(parts)
  })
})
