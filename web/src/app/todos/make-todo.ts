import type { Todo } from '@tally/contract'

/** For tests: a todo with these fields and ordinary others. */
export function makeTodo(fields: Partial<Todo> = {}): Todo {
  return {
    id: '01990000-0000-7000-8000-0000000000aa',
    listId: 'inbox',
    title: 'Get Milk',
    notes: '',
    completed: false,
    completedAt: null,
    dueOn: null,
    dueTime: null,
    timeZone: null,
    repeat: null,
    priority: 0,
    labels: [],
    parentId: null,
    assigneeId: null,
    position: 'a0',
    createdAt: 0,
    createdBy: 'jemma',
    updatedAt: 0,
    deletedAt: null,
    ver: 0,
    ...fields,
  }
}
