import type { NewTodo, Todo } from '@tally/contract'
import { uuidV7 } from '../sync/uuid-v7'

/** What a person gives of a new todo; the rest is decided here. */
export type TodoDraft = Omit<NewTodo, 'id' | 'position'>

/** A new todo as it will be on the server. */
export function newTodo(
  draft: TodoDraft,
  given: { listId: string; userId: string; position: string; now: number },
): Todo {
  return {
    notes: '',
    completed: false,
    dueOn: null,
    dueTime: null,
    timeZone: null,
    repeat: null,
    priority: 0,
    labels: [],
    parentId: null,
    assigneeId: null,
    ...draft,
    id: uuidV7(given.now),
    listId: given.listId,
    title: draft.title.trim(),
    position: given.position,
    completedAt: draft.completed ? given.now : null,
    createdAt: given.now,
    createdBy: given.userId,
    updatedAt: given.now,
    deletedAt: null,
    ver: 0,
  }
}

/** What of a new todo goes to the server: what it has beyond the defaults. */
export function toSend(todo: Todo, draft: TodoDraft): NewTodo {
  return { ...draft, id: todo.id, listId: todo.listId, title: todo.title, position: todo.position }
}
