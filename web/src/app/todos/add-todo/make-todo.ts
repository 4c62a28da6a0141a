import type { Todo } from '@tally/contract'
import { emptyTodo } from '../../sync/engine/view.ts'

/** For tests: a todo with these fields and ordinary others. */
export function makeTodo(fields: Partial<Todo> = {}): Todo {
  return {
    ...emptyTodo,
    id: '01990000-0000-7000-8000-0000000000aa',
    listId: 'inbox',
    title: 'Get Milk',
    position: 'a0',
    createdAt: 0,
    createdBy: 'jemma',
    updatedAt: 0,
    ver: 0,
    ...fields,
  }
}
