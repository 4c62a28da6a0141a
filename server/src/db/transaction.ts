import { setTimeout as sleep } from 'node:timers/promises'
import { emitCommitted } from './commit-events.ts'
import type { Db, Tx } from './db.ts'

/** The disk of the database is full. Nothing of the transaction was stored; reads go on. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}

const MAX_RETRIES = 8
const MAX_RETRIES_OF_A_DUPLICATE = 2
const LONGEST_PAUSE_MS = 1000

/**
 * Runs `work` in one transaction: the one way to write. It resolves when everything is on disk, and rejects with what
 * `work` threw when nothing is. `work` should wait for nothing but its queries, and it may run again from its
 * beginning:
 *
 * - when PostgreSQL refused the transaction for a conflict (40001, 40P01) or a duplicate key (23505), since the other
 *   writer's row can be seen by then; a duplicate that stays is thrown;
 * - when the connection was lost before COMMIT was sent, since the server then rolls back.
 *
 * A connection lost *while* committing is not retried: nobody knows whether it was stored. The caller gets the error,
 * and whoever asked sends the same ids again. Rejects with `StorageFull` when the disk is full.
 */
export async function inTransaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(db, work)
    if ('result' in outcome) return outcome.result
    if (isStorageFull(outcome.error)) throw new StorageFull('The disk is full', { cause: outcome.error })
    if (attempt > retriesWorth(outcome)) throw outcome.error
    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** attempt))
  }
}

/**
 * Runs `work` in one snapshot: all its reads see the same moment, whatever is committed meanwhile. It cannot write. It
 * should wait for nothing but its queries: on SQLite there is one snapshot at a time, which others wait for.
 */
export function inSnapshot<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
}

type Failure = { readonly error: unknown; readonly committing: boolean }

async function attemptOnce<Result>(
  db: Db,
  work: (tx: Tx) => Promise<Result>,
): Promise<Failure | { readonly result: Result }> {
  let failure: Failure | undefined
  let committing = false
  try {
    const transaction = db.transaction().setIsolationLevel('read committed')
    const { result, tx } = await transaction.execute(async (tx) => {
      try {
        const result = await work(tx)
        committing = true
        return { result, tx }
      } catch (error) {
        // Kept, because a rollback on a lost connection fails as well and would hide it.
        failure = { error, committing }
        throw error
      }
    })
    emitCommitted(db, tx)
    return { result }
  } catch (error) {
    return failure ?? { error, committing }
  }
}

function retriesWorth({ error, committing }: Failure): number {
  const code = codeOf(error)
  if (code === '40001' || code === '40P01') return MAX_RETRIES
  if (code === '23505') return MAX_RETRIES_OF_A_DUPLICATE
  return isConnectionLoss(error) && !committing ? MAX_RETRIES : 0
}

/** SQLSTATE of PostgreSQL (appendix A), or an error code of Node's sockets; SQLite's errors have one code for all. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

const LOST_CODES = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE'])
/** `pg` gives these no code. */
const LOST_MESSAGES = /^Connection terminated|^Client has encountered a connection error/

/**
 * A statement of PostgreSQL took longer than it may, as one does that waits for a lock; or no connection is left there.
 */
const BUSY_CODES = new Set(['57014', '53300'])
/** All connections of our own pool are taken. `pg-pool` gives this no code. */
const BUSY_MESSAGE = 'timeout exceeded when trying to connect'

/** Whether the database is away, or too busy to answer: no fault of who asked. */
export function isDatabaseAway(error: unknown): boolean {
  return isConnectionLoss(error) || isTooBusy(error)
}

/** Nothing that is worth trying again at once: who waits already would wait longer. */
function isTooBusy(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== undefined) return BUSY_CODES.has(code)
  return error instanceof Error && error.message === BUSY_MESSAGE
}

/** Finding PostgreSQL's address and connecting to it fail with many codes, such as ENOTFOUND or EHOSTUNREACH. */
const CONNECTING = new Set(['getaddrinfo', 'connect'])

/** The connection to PostgreSQL broke off, or there is none to be had. */
function isConnectionLoss(error: unknown): boolean {
  if (error instanceof Error && 'syscall' in error && CONNECTING.has(String(error.syscall))) return true
  const code = codeOf(error)
  if (code !== undefined) return code.startsWith('08') || LOST_CODES.has(code)
  return error instanceof Error && LOST_MESSAGES.test(error.message)
}

const SQLITE_FULL = 13

function isStorageFull(error: unknown): boolean {
  return codeOf(error) === '53100' || (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_FULL)
}
