import type { Todo } from '@tally/contract'
import type { ShownTodoRow } from './todo-store.ts'

/** A todo as it leaves the server. */
export function toTodo(row: ShownTodoRow): Todo {
  return {
    id: row.id,
    listId: row.list_id,
    title: row.title,
    notes: row.notes,
    completed: row.completed === 1,
    completedAt: row.completed_at,
    dueOn: row.due_on,
    dueTime: row.due_time,
    timeZone: row.time_zone,
    repeat: row.repeat,
    priority: row.priority,
    labels: JSON.parse(row.labels) as string[],
    parentId: row.parent_id,
    assigneeId: row.assignee_id,
    position: row.position,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    ver: row.ver,
  }
}
