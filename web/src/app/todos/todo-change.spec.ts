import { makeTodo } from './make-todo'
import { changeWords, fieldsAfter, inverse, realChange } from './todo-change'

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

describe('fieldsAfter', () => {
  it('notes when a todo was completed, and forgets it when it is reopened', () => {
    expect(fieldsAfter({ completed: true }, 7)).toEqual({ completed: true, completedAt: 7, updatedAt: 7 })
    expect(fieldsAfter({ completed: false }, 8)).toEqual({ completed: false, completedAt: null, updatedAt: 8 })
    expect(fieldsAfter({ title: 'Milk' }, 9)).toEqual({ title: 'Milk', updatedAt: 9 })
  })
})

describe('changeWords', () => {
  it('says what was done', () => {
    expect(changeWords(todo, { completed: true }, undefined)).toBe('Completed “Get Milk”')
    expect(changeWords(todo, { listId: 'home', position: 'a0' }, 'Home')).toBe('Moved “Get Milk” to Home')
    expect(changeWords(todo, { title: 'Get oat milk' }, undefined)).toBe('Renamed to “Get oat milk”')
    expect(changeWords(makeTodo({ title: 'x'.repeat(80) }), { priority: 1 }, undefined)).toBe(
      `Changed “${'x'.repeat(39)}…”`,
    )
  })
})
