import type { TodoFields } from '@tally/contract'
import { foldText } from '@tally/contract/fold-text'
import { distinctLabels, labelKey } from '@tally/contract/labels'
import type { TodoRow, TodoTable } from '../db/schema.ts'
import { invalidInput } from '../http/problem.ts'

type Columns = Partial<TodoTable>

/**
 * The columns that the given fields set, a title without the blanks around it. Fields that are not given set nothing.
 */
export function toColumns(
  fields: TodoFields,
  before: Pick<TodoRow, 'completed' | 'completed_at' | 'due_on'>,
  at: number,
): Columns {
  const columns: Columns = {}
  if (fields.title !== undefined) columns.title = fields.title.trim()
  if (fields.notes !== undefined) columns.notes = fields.notes
  if (fields.repeat !== undefined) columns.repeat = fields.repeat
  if (fields.priority !== undefined) columns.priority = fields.priority
  if (fields.labels !== undefined) columns.labels = JSON.stringify(distinctLabels(fields.labels))
  if (fields.parentId !== undefined) columns.parent_id = fields.parentId
  if (fields.assigneeId !== undefined) columns.assignee_id = fields.assigneeId
  if (fields.position !== undefined) columns.position = fields.position
  if (fields.completed !== undefined) Object.assign(columns, completion(fields.completed, before, at))
  return Object.assign(columns, dueColumns(fields, before.due_on))
}

/** Completing twice keeps the first moment. */
function completion(completed: boolean, before: Pick<TodoRow, 'completed' | 'completed_at'>, at: number): Columns {
  if (!completed) return { completed: 0, completed_at: null }
  return { completed: 1, completed_at: before.completed === 1 ? before.completed_at : at }
}

/** A time of day needs a day: setting one without a day is refused, taking the day away takes the time, too. */
function dueColumns(fields: TodoFields, dueOnBefore: string | null): Columns {
  const dueOn = fields.dueOn === undefined ? dueOnBefore : fields.dueOn
  if (dueOn === null) {
    if (fields.dueTime) throw invalidInput('/body/dueTime', 'needs dueOn')
    return fields.dueOn === null ? { due_on: null, due_time: null, time_zone: null } : {}
  }
  const columns: Columns = {}
  if (fields.dueOn !== undefined) columns.due_on = fields.dueOn
  if (fields.dueTime !== undefined) columns.due_time = fields.dueTime
  if (fields.timeZone !== undefined) columns.time_zone = fields.timeZone
  return columns
}

/** What a search reads of a todo. It is made when the todo is written, and changes only with its texts and labels. */
export function foldedTodo(todo: Pick<TodoRow, 'title' | 'notes' | 'labels'>): Pick<TodoRow, 'folded' | 'label_keys'> {
  const labels = JSON.parse(todo.labels) as string[]
  const folded = foldText([todo.title, todo.notes, ...labels].join('\n'))
  return { folded, label_keys: JSON.stringify(labels.map(labelKey)) }
}
