/** A change that the server has not confirmed: a whole new row, or some fields of one that exists. */
export type Change<Row> =
  | { readonly id: string; readonly row: Row }
  | { readonly id: string; readonly fields: Partial<Row> }

/**
 * The rows as the person sees them: those of the server with the pending changes on top, in their order.
 * Neither argument is touched, rows without a change keep their identity, and a change of a row that is not there
 * (any more) shows nothing.
 */
export function withChanges<Row>(
  rows: ReadonlyMap<string, Row>,
  changes: readonly Change<Row>[],
): ReadonlyMap<string, Row> {
  if (changes.length === 0) return rows
  const seen = new Map(rows)
  for (const change of changes) {
    const row = changed(seen.get(change.id), change)
    if (row !== undefined) seen.set(change.id, row)
  }
  return seen
}

/** One row with one change on top; undefined when there is nothing to change. */
export function changed<Row>(row: Row | undefined, change: Change<Row>): Row | undefined {
  if ('row' in change) return change.row
  return row && { ...row, ...change.fields }
}
