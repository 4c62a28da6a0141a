import type { SyncOperation, SyncStep, Todo } from '@tally/contract'
import type { ListRows, Rows } from '../../web/src/app/sync/engine/rows.ts'
import { withChanges, type Person } from '../../web/src/app/sync/engine/view.ts'

/**
 * The copies that the server leaves in the trash of a list where its editor moves todos out of the sight of its owner.
 * No device shows them before a pull, as only the server knows their ids; here they get ids from `newId`.
 *
 * @param before what the person had before the operation, which was accepted
 */
export function copiesLeftBy(person: Person, operation: SyncOperation, before: Rows, newId: () => string): Todo[] {
  const steps = operation.type === 'batch' ? operation.ops : [operation]
  let rows = before
  const copies: Todo[] = []
  for (const step of steps) {
    copies.push(...copiesLeftByStep(step, rows, newId))
    rows = withChanges(rows, [{ operation: { ...step, id: operation.id }, at: 0 }], person)
  }
  return copies
}

function copiesLeftByStep(step: SyncStep, rows: Rows, newId: () => string): Todo[] {
  if (step.type !== 'todo.move' || step.listId === step.fields.listId) return []
  const [from, to] = [rows.get(step.listId), rows.get(step.fields.listId)]
  const owner = from?.members.find(({ role }) => role === 'owner')
  if (!from || from.list.role === 'owner' || to?.members.some(({ userId }) => userId === owner?.userId)) return []
  const moved = withBelow(from, step.key)
  const ids = new Map(moved.map(({ id }) => [id, newId()]))
  return moved.map((todo) => ({
    ...todo,
    id: ids.get(todo.id) ?? '',
    parentId: todo.parentId === null ? null : (ids.get(todo.parentId) ?? todo.parentId),
    deletedAt: todo.deletedAt ?? 0,
  }))
}

/** A todo and all below it, level by level. */
function withBelow({ todos }: ListRows, id: string): Todo[] {
  const found = [todos.get(id)].filter((todo) => todo !== undefined)
  for (const { id: above } of found) found.push(...[...todos.values()].filter(({ parentId }) => parentId === above))
  return found
}
