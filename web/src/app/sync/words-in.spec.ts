import { uuidV7 } from './uuid-v7'
import { wordsIn } from './words-in'

const [listId, key] = [uuidV7(), uuidV7()]

describe('wordsIn', () => {
  it('finds all that was written, but what is said already', () => {
    const put = {
      type: 'todo.put',
      listId,
      key,
      fields: { title: 'Milk', notes: 'the green one', position: 'a0' },
    } as const
    expect(wordsIn([put], 'Milk')).toBe('the green one')
    expect(wordsIn([{ type: 'batch', listId, ops: [put, put] }], 'Two todos')).toBe(
      'Milk\nthe green one\nMilk\nthe green one',
    )
  })

  it('finds nothing where nothing was written', () => {
    expect(wordsIn([{ type: 'todo.patch', listId, key, fields: { completed: true } }], 'Milk')).toBeUndefined()
  })
})
