import { pastedLines } from './pasted-lines'

function titles(text: string): string[] {
  return pastedLines(text).map(({ title }) => title)
}

describe('pastedLines', () => {
  it('makes a todo of each line, whatever ends it and however far it is set in', () => {
    expect(titles('Milk\r\n\n  Bread  \nEggs\r\n\tSalt\u2028Oil\n')).toEqual(['Milk', 'Bread', 'Eggs', 'Salt', 'Oil'])
  })

  it('takes away the marks of a list, and nothing that belongs to the words', () => {
    expect(titles('- Milk\n* [ ] Bread\n3. Eggs\n[x] Salt\n- 2 apples\n-5 degrees\n2026 taxes')).toEqual([
      'Milk',
      'Bread',
      'Eggs',
      'Salt',
      '2 apples',
      '-5 degrees',
      '2026 taxes',
    ])
  })

  it.each([
    ['- Milk', 'Milk'],
    ['•\u00A0Milk', 'Milk'],
    ['- [ ] Milk', 'Milk'],
    ['[] Milk', 'Milk'],
    ['☑ Milk', 'Milk'],
    ['- - Milk', '- Milk'],
    ['- 3. Oktober', '3. Oktober'],
    ['- *emphasis*', '*emphasis*'],
    ['*emphasis*', '*emphasis*'],
    ['**Milk**', '**Milk**'],
    ['-5 °C outside', '-5 °C outside'],
    ['+49 30 1234', '+49 30 1234'],
    ['1.5 l milk', '1.5 l milk'],
    ['1) Milk', '1) Milk'],
    ['1. FC Köln', '1. FC Köln'],
    ['3. Oktober feiern', '3. Oktober feiern'],
    ['2024. Rückblick', '2024. Rückblick'],
    ['[link](https://a.example)', '[link](https://a.example)'],
    ['[draft] Letter', '[draft] Letter'],
    ['---', '---'],
    ['–', '–'],
    ['#1', '#1'],
  ])('reads %j among other lines as %j', (line, title) => {
    expect(titles(`Before\n${line}\nAfter`)).toEqual(['Before', title, 'After'])
  })

  it('takes numbers away where they count, or stand among other marks', () => {
    expect(titles('Shopping\n1. Milk\n2. Bread\n10) Eggs\nLater')).toEqual([
      'Shopping',
      'Milk',
      'Bread',
      'Eggs',
      'Later',
    ])
    expect(titles('1. Milk\n1. Bread')).toEqual(['Milk', 'Bread'])
    expect(titles('1. Milk\n  - oat\n  - soy\n2. Bread')).toEqual(['Milk', 'oat', 'soy', 'Bread'])
    expect(titles('24. Dezember\n31. Dezember')).toEqual(['24. Dezember', '31. Dezember'])
  })

  it('skips items without words', () => {
    expect(titles('- \n- Milk\n*\n[ ] \n')).toEqual(['Milk'])
  })

  it('knows what is done', () => {
    expect(pastedLines('- [x] Milk\n[X] Salt\n☑ Oil\n- [ ] Bread\nx Eggs\n[x]Tea')).toEqual([
      { title: 'Milk', isDone: true },
      { title: 'Salt', isDone: true },
      { title: 'Oil', isDone: true },
      { title: 'Bread', isDone: false },
      { title: 'x Eggs', isDone: false },
      { title: '[x]Tea', isDone: false },
    ])
  })

  it('keeps every word of a long line and of many lines', () => {
    const long = 'word '.repeat(600).trim()
    expect(titles(`${long}\nMilk`)).toEqual([long, 'Milk'])
    expect(pastedLines('- Milk\n'.repeat(10_000))).toHaveLength(10_000)
  })
})
