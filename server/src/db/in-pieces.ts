import type { Db, Tx } from './db.ts'
import { inTransaction } from './transaction.ts'

/** How many rows a piece of a long work may be about, so that no writer waits long. */
export const PIECE = 100

/**
 * Does a long work piece by piece, each in a transaction of its own, until one says that nothing is left. Others write
 * in between, so that each piece looks anew; where the process ends, the pieces that were done stay.
 */
export async function inPieces(db: Db, piece: (tx: Tx) => Promise<boolean>): Promise<void> {
  while (await inTransaction(db, piece)) await new Promise((resolve) => setImmediate(resolve))
}
