import type { Todo } from '@tally/contract'
import { newTodo } from './new-todo'

/** For tests: a todo with these fields and ordinary others. */
export function makeTodo(fields: Partial<Todo> = {}): Todo {
  const plain = newTodo({ title: 'Get Milk' }, { listId: 'inbox', userId: 'jemma', position: 'a0', now: 0 })
  return { ...plain, ...fields }
}
