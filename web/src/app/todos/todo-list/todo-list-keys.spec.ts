import { afterLeaving, commandFor, goTo, type Key, whenReadOnly } from './todo-list-keys'

function key(name: string, modifiers: Partial<Key> = {}): Key {
  return { key: name, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...modifiers }
}

describe('commandFor', () => {
  it('reads plain keys', () => {
    expect(commandFor(key('j'))).toEqual({ does: 'go', to: 'next' })
    expect(commandFor(key(' '))).toEqual({ does: 'complete' })
    expect(commandFor(key('1'))).toEqual({ does: 'prioritize', priority: 3 })
    expect(commandFor(key('4'))).toEqual({ does: 'prioritize', priority: 0 })
    expect(commandFor(key('z'))).toBeUndefined()
  })

  it('moves a todo with Alt', () => {
    expect(commandFor(key('ArrowUp', { altKey: true }))).toEqual({ does: 'step', step: -1 })
    expect(commandFor(key('e', { altKey: true }))).toBeUndefined()
  })

  it('leaves the keys of the browser alone', () => {
    expect(commandFor(key('e', { ctrlKey: true }))).toBeUndefined()
    expect(commandFor(key('Backspace', { metaKey: true }))).toBeUndefined()
  })
})

describe('goTo', () => {
  const ids = ['a', 'b', 'c']

  it('goes one on and stays at the ends', () => {
    expect(goTo(ids, 'a', 'next')).toBe('b')
    expect(goTo(ids, 'c', 'next')).toBe('c')
    expect(goTo(ids, 'a', 'previous')).toBe('a')
    expect(goTo(ids, 'b', 'last')).toBe('c')
    expect(goTo(ids, 'b', 'first')).toBe('a')
  })
})

describe('afterLeaving', () => {
  it('is the next, at the end the one before, and nothing when none is left', () => {
    expect(afterLeaving(['a', 'b', 'c'], 'b')).toBe('c')
    expect(afterLeaving(['a', 'b', 'c'], 'c')).toBe('b')
    expect(afterLeaving(['a'], 'a')).toBeUndefined()
  })
})

describe('whenReadOnly', () => {
  it('leaves going and opening, and opens what cannot be edited', () => {
    expect(whenReadOnly({ does: 'go', to: 'next' })).toEqual({ does: 'go', to: 'next' })
    expect(whenReadOnly({ does: 'open' })).toEqual({ does: 'open' })
    expect(whenReadOnly({ does: 'edit' })).toEqual({ does: 'open' })
  })

  it('leaves nothing that would change a todo', () => {
    expect(whenReadOnly({ does: 'complete' })).toBeUndefined()
    expect(whenReadOnly({ does: 'delete' })).toBeUndefined()
    expect(whenReadOnly({ does: 'step', step: 1 })).toBeUndefined()
    expect(whenReadOnly({ does: 'prioritize', priority: 3 })).toBeUndefined()
  })
})
