import assert from 'node:assert/strict'
import test from 'node:test'
import { addTodo, changeTodos, clearCompleted, limits, listTodos, operation } from '@tally/contract'
import { inputCheck, type RawInput } from './input.ts'
import { Problem } from '../problem.ts'

function pathsRefused(check: (raw: RawInput) => RawInput, raw: Partial<RawInput>): string[] {
  try {
    check({ params: {}, query: {}, body: undefined, ...raw })
    return []
  } catch (error) {
    assert.ok(error instanceof Problem)
    return (error.options.errors ?? []).map(({ path }) => path)
  }
}

const checkTodo = inputCheck(addTodo)

test('what is wrong in a body is named by its path, all of it at once', () => {
  const body = { title: ' ', priority: 7, dueOn: '2026-02-30', labels: ['a b'], colour: 'red' }
  assert.deepEqual(pathsRefused(checkTodo, { body }).sort(), [
    '/body/colour',
    '/body/dueOn',
    '/body/labels/0',
    '/body/priority',
    '/body/title',
  ])
})

test('a missing member is named', () => {
  assert.deepEqual(pathsRefused(checkTodo, { body: {} }), ['/body/title'])
})

test('no body, an array, a number: all are no todo', () => {
  for (const body of [undefined, null, [], 7, 'text'])
    assert.notDeepEqual(pathsRefused(checkTodo, { body }), [], String(body))
})

test('text that cannot be stored is refused wherever it is', () => {
  assert.deepEqual(pathsRefused(checkTodo, { body: { title: 'a\u0000b' } }), ['/body/title'])
  assert.deepEqual(pathsRefused(checkTodo, { body: { title: 'half \ud800' } }), ['/body/title'])
  assert.deepEqual(pathsRefused(checkTodo, { body: { title: 'ok', labels: ['a\u0000'] } }), ['/body/labels/0'])
})

test('a body where none is expected is refused, an empty one is not', () => {
  const bare = inputCheck(
    operation({
      id: 'x',
      method: 'POST',
      path: '/x',
      access: 'public',
      summary: '',
      success: 204,
      answers: { 204: null },
    }),
  )
  assert.deepEqual(pathsRefused(bare, { body: { a: 1 } }), ['/body'])
  assert.deepEqual(pathsRefused(bare, { body: {} }), [])
  assert.deepEqual(pathsRefused(bare, { query: { a: '1' } }), ['/query/a'])
})

test('numbers and booleans in a query are read, what is neither is refused', () => {
  const check = inputCheck(listTodos)
  const { query } = check({ params: {}, query: { limit: '20', completed: 'false' }, body: undefined })
  assert.deepEqual(query, { limit: 20, completed: false })
  for (const limit of ['0', '501', '1e2', ' 5', '', '5.5']) {
    assert.deepEqual(pathsRefused(check, { query: { limit } }), ['/query/limit'], limit)
  }
  assert.deepEqual(pathsRefused(check, { query: { completed: 'yes' } }), ['/query/completed'])
  assert.deepEqual(pathsRefused(check, { query: { completed: ['true', 'false'] } }), ['/query/completed'])
  assert.deepEqual(pathsRefused(inputCheck(clearCompleted), { query: {} }), ['/query/completed'])
})

test('a time zone is one that this machine knows', () => {
  const zones = ['Europe/Berlin', 'UTC', 'Mars/Olympus', '+02:00', '']
  const refused = zones.filter((timeZone) => pathsRefused(checkTodo, { body: { title: 'x', timeZone } }).length > 0)
  assert.deepEqual(refused, ['Mars/Olympus', '+02:00', ''])
})

test('a size is wrong before what has it, and no more is described than somebody can read', () => {
  const labels = Array.from({ length: 20_000 }, () => 1)
  assert.deepEqual(pathsRefused(checkTodo, { body: { title: 'x', labels } }), ['/body/labels'])
  const unknown = Object.fromEntries(labels.map((_, n) => [`member${n}`, 1]))
  assert.equal(pathsRefused(checkTodo, { body: unknown }).length, limits.inputErrors.max)
  const bare = inputCheck({ ...listTodos, query: undefined } as never)
  assert.equal(pathsRefused(bare, { query: unknown }).length, limits.inputErrors.max)
})

test('an unknown member is named as a JSON Pointer, and not repeated at length', () => {
  const body = { title: 'x', 'a/b~c': 1, ['n'.repeat(10_000)]: 1 }
  assert.deepEqual(pathsRefused(checkTodo, { body }), ['/body/a~1b~0c', `/body/${'n'.repeat(100)}`])
})

test('of a change that has a type, what is wrong for that type is named', () => {
  const id = '01890000-0000-7000-8000-000000000000'
  const check = inputCheck(changeTodos)
  const refused = (step: object) => pathsRefused(check, { body: { operations: [{ listId: id, key: id, ...step }] } })
  const at = '/body/operations/0'
  assert.deepEqual(refused({ type: 'todo.put', fields: { title: 'x', position: '!' } }), [`${at}/fields/position`])
  assert.deepEqual(refused({ type: 'todo.move', fields: {} }), [`${at}/fields/listId`])
  assert.deepEqual(refused({ type: 'todo.eat' }), [`${at}/type`])
  assert.deepEqual(refused({ type: 'todo.put', fields: { title: 'a\u0000' } }), [`${at}/fields/title`])
})

test('a value for which there is an empty form, too, is named once', () => {
  assert.deepEqual(pathsRefused(checkTodo, { body: { title: 'x', repeat: '', parentId: 7, dueOn: null } }).sort(), [
    '/body/parentId',
    '/body/repeat',
  ])
})
