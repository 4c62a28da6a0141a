import { pastedLines } from './pasted-lines'

describe('pastedLines', () => {
  it('makes a todo of each line', () => {
    expect(pastedLines('Milk\r\n\n  Bread  \nEggs\n')).toEqual(['Milk', 'Bread', 'Eggs'])
  })

  it('takes away the marks of a list, and nothing that belongs to the words', () => {
    expect(pastedLines('- Milk\n* [ ] Bread\n3. Eggs\n[x] Salt\n- 2 apples\n-5 degrees\n2026 taxes')).toEqual([
      'Milk',
      'Bread',
      'Eggs',
      'Salt',
      '2 apples',
      '-5 degrees',
      '2026 taxes',
    ])
  })

  it('cuts what is too long for a title', () => {
    expect(pastedLines('x'.repeat(600))[0]).toHaveLength(500)
  })
})
