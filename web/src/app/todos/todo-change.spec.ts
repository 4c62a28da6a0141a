import { makeTodo } from './add-todo/make-todo'
import { formatChange, inverse, realChange } from './todo-change'

const todo = makeTodo({ title: 'Get Milk', dueOn: '2026-11-24', labels: ['errand'], priority: 2 })

describe('realChange', () => {
  it('keeps only what is different', () => {
    expect(realChange(todo, { title: 'Get Milk', priority: 3, labels: ['errand'] })).toEqual({ priority: 3 })
  })

  it('is nothing when nothing is different', () => {
    expect(realChange(todo, { dueOn: '2026-11-24', labels: ['errand'] })).toBeUndefined()
  })
})

describe('inverse', () => {
  it('takes a change back', () => {
    expect(inverse(todo, { dueOn: null, labels: [], completed: true })).toEqual({
      dueOn: '2026-11-24',
      labels: ['errand'],
      completed: false,
    })
  })
})

describe('formatChange', () => {
  it('says what was done', () => {
    expect(formatChange(todo, { completed: true })).toBe('Completed “Get Milk”')
    expect(formatChange(todo, { title: 'Get oat milk' })).toBe('Renamed to “Get oat milk”')
    expect(formatChange(makeTodo({ title: 'x'.repeat(80) }), { priority: 1 })).toBe(`Changed “${'x'.repeat(39)}…”`)
  })
})
