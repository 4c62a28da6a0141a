import { limits } from '@tally/contract/limits'
import type { OutboxEntry } from './entries.ts'
import { listsOf } from '@tally/contract/lists-of'
import { selectForPush } from './outbox.ts'

let seq = 0

function entry(listId: string, title = 'Buy milk', to?: string): OutboxEntry {
  const id = `${++seq}`
  const step = to
    ? ({ type: 'todo.move', listId, key: id, fields: { listId: to } } as const)
    : ({ type: 'todo.put', listId, key: id, fields: { title } } as const)
  return { seq, operation: { id, ...step }, at: 0, about: title }
}

const never = () => false

describe('selectForPush', () => {
  it('takes the oldest, as many and as much as a push may carry', () => {
    const many = Array.from({ length: limits.sync.operations + 1 }, () => entry('home'))
    expect(selectForPush(many, never, never)).toEqual(many.slice(0, -1))
    const large = Array.from({ length: 3 }, () => entry('home', 'é'.repeat(limits.sync.bytes / 5)))
    expect(selectForPush(large, never, never)).toEqual(large.slice(0, 2))
    const body = JSON.stringify({ ops: selectForPush(large, never, never).map(({ operation }) => operation) })
    expect(new TextEncoder().encode(body).length).toBeLessThan(limits.sync.bytes)
  })

  it('takes at least one, however large', () => {
    const huge = entry('home', 'x'.repeat(limits.sync.bytes))
    expect(selectForPush([huge, entry('home')], never, never)).toEqual([huge])
  })

  it('passes over a list that is held up, and over what must come after it elsewhere', () => {
    const entries = [entry('held'), entry('free'), entry('held', '', 'other'), entry('other'), entry('free')]
    const selected = selectForPush(entries, (id) => id === 'held', never)
    expect(selected.map(({ operation }) => listsOf(operation))).toEqual([['free'], ['free']])
  })

  it('sends a suspect by itself', () => {
    const [first, suspect, last] = [entry('home'), entry('home'), entry('home')]
    const isSuspect = ({ id }: { id: string }) => id === suspect.operation.id
    expect(selectForPush([first, suspect, last], never, isSuspect)).toEqual([first])
    expect(selectForPush([suspect, last], never, isSuspect)).toEqual([suspect])
  })
})
