import { limits } from '@tally/contract/limits'
import type { List, SyncOperation, SyncStep, Todo } from '@tally/contract'
import type { ListRows, Rows } from './rows.ts'
import { emptyTodo, withChanges } from './view.ts'

const me = { userId: 'ada', username: 'ada', displayName: 'Ada' }

function list(id: string, fields: Partial<List> = {}, todos: Todo[] = []): ListRows {
  const openCount = todos.filter((todo) => !todo.completed && todo.deletedAt === null).length
  return {
    list: { id, name: id, kind: 'list', role: 'owner', openCount, position: 'a0', deletedAt: null, ver: 1, ...fields },
    members: [{ ...me, role: fields.role ?? 'owner', ver: 1 }],
    todos: new Map(todos.map((todo) => [todo.id, todo])),
  }
}

function todo(id: string, fields: Partial<Todo> = {}): Todo {
  return {
    ...emptyTodo,
    id,
    listId: 'home',
    title: id,
    position: 'a0',
    createdAt: 1,
    createdBy: 'ada',
    updatedAt: 1,
    ver: 1,
    ...fields,
  }
}

function rowsOf(...lists: ListRows[]): Rows {
  return new Map(lists.map((one) => [one.list.id, one]))
}

function after(rows: Rows, ...steps: (SyncStep | Omit<Extract<SyncOperation, { type: 'batch' }>, 'id'>)[]): Rows {
  const changes = steps.map((step, index) => ({ operation: { id: `${index}`, ...step }, at: 100 + index }))
  return withChanges(rows, changes, me)
}

const patch = (key: string, fields: object): SyncStep => ({ type: 'todo.patch', listId: 'home', key, fields })
const home = () => rowsOf(list('home', {}, [todo('milk'), todo('bread')]), list('work'))
const found = (rows: Rows, id: string, listId = 'home') => rows.get(listId)?.todos.get(id)

describe('withChanges', () => {
  it('is the very same rows when nothing is pending, or when all of it would be refused', () => {
    const rows = home()
    expect(after(rows)).toBe(rows)
    expect(after(rows, patch('nothing', { title: 'x' }))).toBe(rows)
  })

  it('leaves the rows of the server alone, and everything else its identity', () => {
    const rows = home()
    const seen = after(rows, patch('milk', { title: 'Oat milk' }))
    expect(found(seen, 'milk')?.title).toBe('Oat milk')
    expect(found(rows, 'milk')?.title).toBe('milk')
    expect(found(seen, 'bread')).toBe(found(rows, 'bread'))
    expect(seen.get('work')).toBe(rows.get('work'))
  })

  it('adds a todo at the end unless it says where, and only once', () => {
    const put: SyncStep = { type: 'todo.put', listId: 'home', key: 'new', fields: { title: 'New', labels: ['x'] } }
    const seen = after(home(), put, patch('new', { title: 'Newer' }), put)
    expect(found(seen, 'new')).toEqual({
      ...todo('new', { title: 'Newer', labels: ['x'], position: 'a1', createdAt: 100, updatedAt: 101, ver: 0 }),
    })
    expect(seen.get('home')?.list.openCount).toBe(3)
  })

  it('leaves an id to the todo that has it, in whatever list, also in the trash', () => {
    const rows = rowsOf(list('home', {}, [todo('milk', { deletedAt: 5 })]), list('work'))
    expect(after(rows, { type: 'todo.put', listId: 'work', key: 'milk', fields: { title: 'A twin' } })).toBe(rows)
  })

  it('keeps the first moment of completing, and forgets it with reopening', () => {
    const seen = after(home(), patch('milk', { completed: true }), patch('milk', { completed: true }))
    expect(found(seen, 'milk')).toMatchObject({ completed: true, completedAt: 100 })
    expect(seen.get('home')?.list.openCount).toBe(1)
    const again = after(seen, patch('milk', { completed: false }))
    expect(found(again, 'milk')?.completedAt).toBeNull()
    expect(again.get('home')?.list.openCount).toBe(2)
  })

  it('completes an occurrence once: not the one that another device has brought the todo to', () => {
    const rows = rowsOf(list('home', {}, [todo('milk', { dueOn: '2026-11-25', repeat: 'every day' })]))
    const complete = (occurrence: string): SyncStep => ({
      type: 'todo.complete',
      listId: 'home',
      key: 'milk',
      occurrence,
    })
    expect(found(after(rows, complete('2026-11-24')), 'milk')?.completed).toBe(false)
    expect(found(after(rows, complete('2026-11-25')), 'milk')?.completed).toBe(true)
  })

  it('takes the time of day away with the day, and refuses one without a day', () => {
    const timed = rowsOf(list('home', {}, [todo('milk', { dueOn: '2026-11-24', dueTime: '17:00', timeZone: 'UTC' })]))
    expect(found(after(timed, patch('milk', { dueOn: null })), 'milk')).toMatchObject({ dueTime: null, timeZone: null })
    expect(found(after(home(), patch('milk', { dueTime: '17:00', title: 'x' })), 'milk')?.title).toBe('milk')
  })

  it('lets a deletion beat a late edit', () => {
    const seen = after(home(), { type: 'todo.delete', listId: 'home', key: 'milk' }, patch('milk', { title: 'Late' }))
    expect(found(seen, 'milk')).toMatchObject({ title: 'milk', deletedAt: 100 })
    const back = after(seen, { type: 'todo.restore', listId: 'home', key: 'milk' })
    expect(found(back, 'milk')?.deletedAt).toBeNull()
    expect(back.get('home')?.list.openCount).toBe(2)
  })

  it('moves a todo with all below it, and counts on both sides', () => {
    const rows = rowsOf(
      list('home', {}, [
        todo('trip', { parentId: 'year' }),
        todo('year'),
        todo('pack', { parentId: 'trip' }),
        todo('socks', { parentId: 'pack', completed: true, completedAt: 1 }),
      ]),
      list('work'),
    )
    const seen = after(rows, { type: 'todo.move', listId: 'home', key: 'trip', fields: { listId: 'work' } })
    expect([...(seen.get('home')?.todos.keys() ?? [])]).toEqual(['year'])
    expect(found(seen, 'trip', 'work')).toMatchObject({ listId: 'work', parentId: null, position: 'a0' })
    expect(found(seen, 'socks', 'work')?.parentId).toBe('pack')
    expect([seen.get('home')?.list.openCount, seen.get('work')?.list.openCount]).toEqual([1, 2])
  })

  it('does all of a batch or nothing', () => {
    const bad = { type: 'batch' as const, listId: 'home', ops: [patch('milk', { title: 'x' }), patch('none', {})] }
    expect(found(after(home(), bad as never), 'milk')?.title).toBe('milk')
    const good = {
      type: 'batch' as const,
      listId: 'home',
      ops: [patch('milk', { title: 'x' }), patch('bread', { title: 'y' })],
    }
    const seen = after(home(), good as never)
    expect([found(seen, 'milk')?.title, found(seen, 'bread')?.title]).toEqual(['x', 'y'])
  })

  it.each([
    ['a viewer', { role: 'viewer' as const }],
    ['a list in the trash', { deletedAt: 1 }],
  ])('changes nothing for %s', (_name, fields) => {
    const rows = rowsOf(list('home', fields, [todo('milk')]))
    expect(after(rows, patch('milk', { title: 'x' }), { type: 'todo.delete', listId: 'home', key: 'milk' })).toBe(rows)
  })

  it('adds, changes, deletes and restores lists; not the Inbox', () => {
    const seen = after(
      rowsOf(list('home', { color: 'red' }), list('inbox', { kind: 'inbox' })),
      { type: 'list.put', listId: 'new', fields: { name: 'New', color: null } },
      { type: 'list.patch', listId: 'home', fields: { name: 'Home', color: null } },
      { type: 'list.patch', listId: 'inbox', fields: { name: 'Mine' } },
      { type: 'list.delete', listId: 'inbox' },
      { type: 'list.delete', listId: 'new' },
    )
    expect(seen.get('home')?.list).toMatchObject({ name: 'Home' })
    expect(seen.get('home')?.list).not.toHaveProperty('color')
    expect(seen.get('inbox')?.list).toMatchObject({ name: 'inbox', deletedAt: null })
    expect(seen.get('new')).toMatchObject({ list: { deletedAt: 104, position: 'a1' }, members: [{ userId: 'ada' }] })
  })

  it('shows nothing of a list that is offered to a member before they accept; a member leaves', () => {
    const shared = list('home')
    const rows = rowsOf({
      ...shared,
      members: [...shared.members, { userId: 'ben', username: 'ben', displayName: 'Ben', role: 'viewer', ver: 1 }],
    })
    const seen = after(rows, { type: 'member.put', listId: 'home', key: 'ben', fields: { role: 'owner' } })
    expect(seen.get('home')).toEqual(rows.get('home'))
    expect(after(rows, { type: 'member.delete', listId: 'home', key: 'ada' })).toBe(rows)
    const bens = rowsOf(list('home', { role: 'editor' }))
    expect(after(bens, { type: 'member.delete', listId: 'home', key: 'ada' }).has('home')).toBe(false)
  })

  it('shows no todo below more levels than there may be, or below one that has all it may have', () => {
    const levels = Array.from({ length: limits.subtasks.levels + 1 }, (_, n) => `level${n}`)
    const chain = levels.map((id, n) => todo(id, { parentId: levels[n - 1] ?? null }))
    const crowd = Array.from({ length: limits.subtasks.below }, (_, n) => todo(`child${n}`, { parentId: 'full' }))
    const rows = rowsOf(list('home', {}, [...chain, todo('full'), ...crowd, todo('lone')]))
    const parentOf = (parentId: string) => found(after(rows, patch('lone', { parentId })), 'lone')?.parentId
    expect(parentOf(levels.at(-1) ?? '')).toBeNull()
    expect(parentOf(levels.at(-2) ?? '')).toBe(levels.at(-2))
    expect(parentOf('full')).toBeNull()
    expect(found(after(rows, patch('child1', { parentId: 'child0' })), 'child1')?.parentId).toBe('child0')
  })
})
