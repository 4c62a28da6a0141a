import { UndoStack } from './undo-stack'

function recorded(): { done: string[]; step: (text: string) => { text: string; undo: () => void } } {
  const done: string[] = []
  return { done, step: (text) => ({ text, undo: () => done.push(text) }) }
}

describe('UndoStack', () => {
  it('takes back the latest first', () => {
    const { done, step } = recorded()
    const stack = new UndoStack()
    stack.push(step('one'))
    stack.push(step('two'))
    stack.undoLast()
    stack.undoLast()
    expect(stack.undoLast()).toBeUndefined()
    expect(done).toEqual(['two', 'one'])
  })

  it('takes back a step from the middle only once', () => {
    const { done, step } = recorded()
    const stack = new UndoStack()
    const first = step('one')
    stack.push(first)
    stack.push(step('two'))
    stack.undo(first)
    stack.undo(first)
    stack.undoLast()
    expect(done).toEqual(['one', 'two'])
  })

  it('forgets the oldest', () => {
    const { done, step } = recorded()
    const stack = new UndoStack(2)
    for (const text of ['one', 'two', 'three']) stack.push(step(text))
    while (stack.undoLast());
    expect(done).toEqual(['three', 'two'])
  })

  it('forgets everything at sign-out', () => {
    const { done, step } = recorded()
    const stack = new UndoStack()
    stack.push(step('one'))
    stack.clear()
    stack.undoLast()
    expect(done).toEqual([])
  })
})
