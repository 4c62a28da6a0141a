import { sql, type Selectable } from 'kysely'
import { compiledQuery } from '../db/compiled-query.ts'
import type { Db, Tx } from '../db/db.ts'
import type { SignInBudgetTable } from '../db/schema.ts'
import { FREE_FAILURES, LONGEST_WAIT_MS, waitAfter } from './sign-in-wait.ts'

export type SignInBudgetRow = Selectable<SignInBudgetTable>

/**
 * Until when nothing more is checked, in SQL, with one more failure than there are. 0 when that begins no wait: of many
 * who come at once the last to be charged need not be the last to have read the clock.
 */
function nextBlock(now: number) {
  const grow = growingWaits().map(
    ({ before, wait }) => sql`when sign_in_budget.failures = ${sql.lit(before)} then ${sql.lit(wait)}`,
  )
  const wait = sql`case ${sql.join(grow, sql` `)} else ${sql.lit(LONGEST_WAIT_MS)} end`
  const until = sql`cast(${now} as bigint) + ${wait}`
  return sql<number>`case when sign_in_budget.failures < ${sql.lit(FREE_FAILURES)} then 0 else ${until} end`
}

function growingWaits(): { before: number; wait: number }[] {
  const waits = []
  for (let before = FREE_FAILURES; waitAfter(before + 1) < LONGEST_WAIT_MS; before += 1) {
    waits.push({ before, wait: waitAfter(before + 1) })
  }
  return waits
}

/**
 * Counts an attempt as a failure before it is made and lets the wait after it begin: in one statement, so that of many
 * at once only those pass that may. Undefined, and nothing is counted, during a wait or after `max` failures in a row.
 */
export async function chargeSignIn(
  tx: Tx,
  { key, max, now }: { key: string; max: number; now: number },
): Promise<SignInBudgetRow | undefined> {
  const [charged] = await charge(tx, { key, max, now })
  return charged
}

const charge = compiledQuery((db, p: { key: string; max: number; now: number }) =>
  db
    .insertInto('sign_in_budget')
    .values({ key: p.key, failures: 1, blocked_until: 0, updated_at: p.now })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          failures: sql`sign_in_budget.failures + 1`,
          blocked_until: nextBlock(p.now),
          updated_at: p.now,
        })
        .where('sign_in_budget.failures', '<', p.max)
        .where('sign_in_budget.blocked_until', '<=', p.now),
    )
    .returningAll(),
)

export function findSignInBudget(db: Db, key: string): Promise<SignInBudgetRow | undefined> {
  return db.selectFrom('sign_in_budget').selectAll().where('key', '=', key).executeTakeFirst()
}

/** Lets the counts begin anew. */
export async function clearSignInBudgets(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.deleteFrom('sign_in_budget').where('key', 'in', keys).execute()
}

/** Forgets the counts below `max` that have not changed since a moment. */
export async function deleteSignInBudgetsBefore(
  db: Db,
  { before, max }: { before: number; max: number },
): Promise<void> {
  await db.deleteFrom('sign_in_budget').where('updated_at', '<', before).where('failures', '<', max).execute()
}
