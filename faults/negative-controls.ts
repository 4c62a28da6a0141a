import pg from 'pg'
import type { BatchOperation, SyncOperation, SyncStep } from '@tally/contract'
import { ReplicaDatabase } from '../web/src/app/sync/engine/replica-database.ts'
import { uuidV7 } from '../web/src/app/sync/uuid-v7.ts'
import type { Judgement } from './judgement.ts'
import type { RunOptions } from './plan.ts'
import type { Spoiler } from './run.ts'
import type { Way } from './way.ts'

/** Something that a server, or a device, must never do, and what it must be found out as. */
export type NegativeControl = {
  readonly name: string
  readonly spoiler: Spoiler
  readonly options: Pick<RunOptions, 'engine' | 'databaseRestarts'>
  readonly found: 'lost' | 'doubled' | 'halfApplied'
}

/** Made anew for each run, since some of them count. */
export function negativeControls(): NegativeControl[] {
  return [
    { name: 'acknowledged, and never done', options: onSqlite, spoiler: { way: acknowledgeUnsent() }, found: 'lost' },
    { name: 'done twice, under two ids', options: onSqlite, spoiler: { way: repeatUnderNewIds }, found: 'doubled' },
    { name: 'half of a batch', options: onSqlite, spoiler: { way: dropHalfOfBatches }, found: 'halfApplied' },
    {
      name: 'a device that loses its outbox in a crash',
      options: onSqlite,
      spoiler: { forget: loseOutbox },
      found: 'lost',
    },
    {
      name: 'a PostgreSQL that answers before a commit is on disk',
      options: { engine: 'postgres', databaseRestarts: 1 },
      spoiler: { database: forgetCommits },
      found: 'lost',
    },
  ]
}

const onSqlite = { engine: 'sqlite' } as const

/** Whether what is wrong in a control was found. */
export function isFound({ found }: NegativeControl, judgement: Judgement): boolean {
  return judgement[found] > 0
}

/** Every other push gets its verdicts before anything is done. */
function acknowledgeUnsent(): Way {
  let pushes = 0
  let epoch = ''
  return async (path, init, forward) => {
    const ops = operationsOf(path, init.body)
    if (!ops) return forward(path, init)
    pushes += 1
    if (pushes % 2 === 0) {
      return Response.json({ epoch, results: ops.map(({ id }) => ({ id, ok: true, ver: 1_000_000 })) })
    }
    const answer = await forward(path, init)
    if (answer.ok) epoch = ((await answer.clone().json()) as { epoch: string }).epoch
    return answer
  }
}

/** Every operation is done once more as if it were another one; new todos get another id, too. */
const repeatUnderNewIds: Way = async (path, init, forward) => {
  const ops = operationsOf(path, init.body)
  const answer = await forward(path, init)
  if (ops && answer.ok) {
    await (await forward(path, { ...init, body: withOperations(init.body, ops.map(again)) })).arrayBuffer()
  }
  return answer
}

function again(operation: SyncOperation): SyncOperation {
  const id = uuidV7()
  if (operation.type === 'batch') return { ...operation, id, ops: operation.ops.map((step) => withNewKey(step)) }
  return { ...withNewKey(operation), id }
}

function withNewKey<Step extends SyncStep | BatchOperation>(step: Step): Step {
  return step.type === 'todo.put' ? { ...step, key: uuidV7() } : step
}

/** Of a batch the first half is done. */
const dropHalfOfBatches: Way = (path, init, forward) => {
  const ops = operationsOf(path, init.body)
  if (!ops) return forward(path, init)
  const cut = ops.map((operation) =>
    operation.type === 'batch'
      ? { ...operation, ops: operation.ops.slice(0, Math.ceil(operation.ops.length / 2)) }
      : operation,
  )
  return forward(path, { ...init, body: withOperations(init.body, cut) })
}

async function loseOutbox(device: string): Promise<void> {
  const database = new ReplicaDatabase(device)
  await database.run((db) => db.clear('outbox'))
  database.close()
}

/** Commits stay in memory for seconds. Tally refuses to start on such a server, and cannot see it later. */
async function forgetCommits(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('alter system set synchronous_commit = off')
  await client.query("alter system set wal_writer_delay = '10s'")
  await client.query('select pg_reload_conf()')
  await client.end()
}

function operationsOf(path: string, body = ''): SyncOperation[] | undefined {
  return path === '/api/sync/push' ? (JSON.parse(body) as { ops: SyncOperation[] }).ops : undefined
}

function withOperations(body = '', ops: readonly SyncOperation[]): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), ops })
}
