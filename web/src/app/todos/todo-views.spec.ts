import { makeTodo } from './add-todo/make-todo'
import { isDue, labelGroups, listGroups, openCounts, type TodoGroup } from './todo-views'

const today = '2026-11-24'
const plain = { leaving: new Set<string>(), showCompleted: false }
const withCompleted = { ...plain, showCompleted: true }

/** The groups as "key: title title". */
function read(groups: readonly TodoGroup[]): string[] {
  return groups.map((group) => `${group.key}: ${group.todos.map((todo) => todo.title).join(' ')}`)
}

const todos = [
  makeTodo({ id: '1', title: 'second', position: 'a1' }),
  makeTodo({ id: '2', title: 'first', position: 'Zz' }),
  makeTodo({ id: '3', title: 'done', position: 'a0', completed: true, completedAt: 1 }),
  makeTodo({ id: '4', title: 'elsewhere', listId: 'home', labels: ['errand'] }),
]

describe('listGroups', () => {
  it('is one list in its own order', () => {
    expect(read(listGroups(todos, 'inbox', plain))).toEqual(['open: first second'])
  })

  it('shows completed todos at the end when asked', () => {
    expect(read(listGroups(todos, 'inbox', withCompleted))).toEqual(['open: first second', 'completed: done'])
  })

  it('leaves a todo in its place for a moment after it was completed', () => {
    expect(read(listGroups(todos, 'inbox', { ...withCompleted, leaving: new Set(['3']) }))).toEqual([
      'open: first done second',
    ])
  })
})

describe('labelGroups', () => {
  it('finds a label in every list', () => {
    expect(read(labelGroups(todos, 'errand', plain))).toEqual(['open: elsewhere'])
  })
})

describe('isDue', () => {
  it('is so today and after, until it is completed', () => {
    expect(isDue(makeTodo({ dueOn: today }), today)).toBe(true)
    expect(isDue(makeTodo({ dueOn: '2026-01-01' }), today)).toBe(true)
    expect(isDue(makeTodo({ dueOn: '2026-11-25' }), today)).toBe(false)
    expect(isDue(makeTodo(), today)).toBe(false)
    expect(isDue(makeTodo({ dueOn: today, completed: true }), today)).toBe(false)
  })
})

describe('openCounts', () => {
  it('counts open todos list by list', () => {
    expect(Object.fromEntries(openCounts(todos))).toEqual({ inbox: 2, home: 1 })
  })
})
