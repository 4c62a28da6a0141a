import type { Db, Tx } from './db.ts'

type Listener = (news: readonly string[]) => void

const noted = new WeakMap<Tx, string[]>()
const listeners = new WeakMap<Db, Listener>()

/**
 * Has something be told once the transaction is committed; nobody hears of it when it is rolled back. Whoever changes
 * something calls it where the change is made, and need not know who listens. Only inside `inTransaction`.
 */
export function noteNews(tx: Tx, news: string): void {
  const before = noted.get(tx)
  if (before) before.push(news)
  else noted.set(tx, [news])
}

/** Tells the one listener of a database, from now on, what this process has committed: in the order of the commits. */
export function hearCommitted(db: Db, listener: Listener): void {
  listeners.set(db, listener)
}

/** For `inTransaction`: the transaction is committed. */
export function tellCommitted(db: Db, tx: Tx): void {
  const news = noted.get(tx)
  if (news) listeners.get(db)?.(news)
}
