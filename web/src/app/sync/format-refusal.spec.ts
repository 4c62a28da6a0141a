import type { Problem } from './engine/entries.ts'
import { formatReason, formatWish, wordsOf } from './format-refusal'

function problem(operation: object, code = 'list-read-only'): Problem {
  return {
    id: '1',
    operation: { id: '1', listId: 'home', ...operation } as Problem['operation'],
    code,
    at: 0,
    about: 'Milk',
  }
}

describe('the words of a refused change', () => {
  it('say what was wanted, and why it was refused', () => {
    expect(formatWish(problem({ type: 'todo.put', key: 't', fields: { title: 'Milk' } }))).toBe('Add “Milk”')
    expect(formatReason(problem({ type: 'todo.delete', key: 't' }, 'todo-not-found'))).toMatch(/no longer exists/)
    expect(formatReason(problem({ type: 'todo.delete', key: 't' }, 'some-new-code'))).toMatch(/rejected/)
  })

  it('say what is full and what to do', () => {
    const added = { type: 'todo.put', key: 't', fields: { title: 'Milk' } }
    const full = problem(added, 'quota-reached')
    expect(formatReason({ ...full, quota: 'todosInList' })).toMatch(/list is full.*Move some/)
    expect(formatReason({ ...full, quota: 'textBytes' })).toMatch(/text.*Shorten or delete/)
    expect(formatReason(full)).toMatch(/no room/)
  })

  it('say that somebody has lost the list to whom a todo was to be assigned', () => {
    const assigned = { type: 'todo.patch', key: 't', fields: { assigneeId: 'eve' } }
    expect(formatReason(problem(assigned, 'invalid-input'))).toMatch(/no longer has access/)
    expect(formatReason(problem({ ...assigned, fields: { assigneeId: null } }, 'invalid-input'))).toMatch(/isn’t valid/)
  })

  it('are all that the person typed', () => {
    const fields = { title: 'Oat milk', notes: 'Two.' }
    expect(wordsOf(problem({ type: 'todo.patch', key: 't', fields }))).toEqual([fields])
    expect(wordsOf(problem({ type: 'todo.patch', key: 't', fields: { notes: 'Two.' } }))).toEqual([
      { title: 'Milk', notes: 'Two.' },
    ])
    const ops = ['A', 'B'].map((title) => ({ type: 'todo.put', listId: 'home', key: title, fields: { title } }))
    expect(wordsOf(problem({ type: 'batch', ops }))).toEqual([{ title: 'A' }, { title: 'B' }])
    expect(wordsOf(problem({ type: 'todo.delete', key: 't' }))).toEqual([])
  })

  it('are none where nothing was typed, as in a new order of three todos or another day', () => {
    const ops = ['a0', 'a1', 'a2'].map((position) => ({
      type: 'todo.patch',
      listId: 'home',
      key: position,
      fields: { position },
    }))
    expect(wordsOf(problem({ type: 'batch', ops }))).toEqual([])
    expect(wordsOf(problem({ type: 'todo.patch', key: 't', fields: { dueOn: '2026-12-24' } }))).toEqual([])
  })
})
