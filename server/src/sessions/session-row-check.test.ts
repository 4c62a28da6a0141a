import assert from 'node:assert/strict'
import type { Database } from '../db/db.ts'
import { inTransaction } from '../db/transaction.ts'
import { newId } from '../http/id.ts'
import { Problem } from '../http/problem.ts'
import { everyDatabase } from '../../test/every-database.ts'
import { SessionRowCheck } from './session-row-check.ts'
import { insertSession } from './session-store.ts'

const NOW = 1_800_000_000_000

/** Asks, while the bus is silent, about a token of a session that was issued at `NOW`. */
async function check({ db }: Database, refusal: { revoked_at?: number; stale_at?: number }, sessionId?: string) {
  const session = {
    user_id: newId(),
    id: newId(),
    counter: 1,
    rotated_at: NOW,
    remember: 1,
    device: '',
    created_at: NOW,
    last_used_at: NOW,
    idle_ends_at: NOW,
    ends_at: NOW,
    revoked_at: null,
    stale_at: null,
    ...refusal,
  }
  await inTransaction(db, (tx) => insertSession(tx, session))
  const actor = { userId: session.user_id, role: 'member' as const, sessionId: sessionId ?? session.id }
  const rowCheck = new SessionRowCheck(db, { isStale: () => true })
  return rowCheck.admit({ kid: 'any', actor, issuedAt: NOW / 1000, expiresAt: NOW / 1000 + 300 })
}

const refusal = (error: unknown) => error instanceof Problem && error.code === 'invalid-token'

everyDatabase('a session passes by its row unless that is revoked, stale or gone', async (_t, database) => {
  await check(database, {})
  await check(database, { stale_at: NOW - 1 })
  await assert.rejects(check(database, { revoked_at: NOW - 1 }), refusal)
  await assert.rejects(check(database, { stale_at: NOW }), refusal)
  await assert.rejects(check(database, {}, newId()), refusal)
})
