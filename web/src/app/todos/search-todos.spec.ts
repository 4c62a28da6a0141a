import { makeTodo } from './add-todo/make-todo'
import { searchTodos } from './search-todos'

const todos = [
  makeTodo({ id: 'notes', title: 'Dessert', notes: 'with crème and milk' }),
  makeTodo({ id: 'title', title: 'Crème brûlée', dueOn: null }),
  makeTodo({ id: 'done', title: 'Creme for hands', completed: true, completedAt: 1 }),
  makeTodo({ id: 'label', title: 'Get bread', labels: ['Bakery'] }),
]

function found(query: string): string[] {
  return searchTodos(todos, query).map((todo) => todo.id)
}

describe('searchTodos', () => {
  it('looks at titles first, then notes, and at completed todos last', () => {
    expect(found('creme')).toEqual(['title', 'notes', 'done'])
  })

  it('wants every word, in any order', () => {
    expect(found('milk crème')).toEqual(['notes'])
    expect(found('milk bread')).toEqual([])
  })

  it('finds labels', () => {
    expect(found('BAKE')).toEqual(['label'])
  })

  it.each([
    ['Işık al', ['ışık', 'IŞIK']],
    ['ISPARTA', ['ısparta']],
    ['Straße', ['strasse']],
    ['Łódź', ['lodz']],
    ['søster', ['soster']],
    ['Don’t panic', ["don't"]],
    ['ＡＢＣ', ['abc']],
    ['ｶﾀｶﾅ', ['カタカナ']],
    ['ﬁsh', ['fish']],
    ['σίσυφος', ['ΣΙΣΥΦΟΣ']],
  ])('finds %s as the server does', (title, queries) => {
    const todo = makeTodo({ title })
    for (const query of queries) expect(searchTodos([todo], query)).toEqual([todo])
  })

  it('finds what a todo has become', () => {
    const todo = makeTodo({ title: 'Milk' })
    expect(searchTodos([todo], 'milk')).toHaveLength(1)
    expect(searchTodos([{ ...todo, title: 'Oats' }], 'milk')).toEqual([])
  })

  it('finds nothing without a word', () => {
    expect(found('  ')).toEqual([])
  })
})
