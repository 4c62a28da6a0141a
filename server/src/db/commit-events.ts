import type { Db, Tx } from './db.ts'

type Listener = (events: readonly string[]) => void

const pending = new WeakMap<Tx, string[]>()
const listeners = new WeakMap<Db, Listener>()

/**
 * Publishes an event once the transaction is committed, and never when it is rolled back. Whoever changes something
 * calls it where the change is made, and need not know who listens. Only inside `inTransaction`.
 */
export function publishOnCommit(tx: Tx, event: string): void {
  const before = pending.get(tx)
  if (before) before.push(event)
  else pending.set(tx, [event])
}

/** Sets the one listener of a database to what this process commits, in the order of the commits. */
export function onCommitted(db: Db, listener: Listener): void {
  listeners.set(db, listener)
}

/** For `inTransaction`: the transaction is committed. */
export function emitCommitted(db: Db, tx: Tx): void {
  const events = pending.get(tx)
  if (events) listeners.get(db)?.(events)
}
