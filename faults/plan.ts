import { Random } from './random.ts'

export type Engine = 'sqlite' | 'postgres'

/** What a run is asked to do. */
export type RunOptions = {
  readonly engine: Engine
  readonly seed: number
  /** How many operations the server has to acknowledge. */
  readonly operations: number
  readonly clients: number
  /** How often a server is killed. */
  readonly kills: number
  /** How often PostgreSQL is; a fifth as often unless it is said. */
  readonly databaseRestarts?: number
}

export type FaultKind =
  | 'server-kill'
  | 'server-clock'
  | 'database-restart'
  | 'disk-full'
  | 'device-crash'
  | 'device-clock'

export type PlannedFault = {
  readonly kind: FaultKind
  /** It comes once so many operations were acknowledged, and then so many milliseconds later. */
  readonly after: number
  readonly delayMs: number
  /** Whom it meets, as a number from 0 up to 1. */
  readonly whom: number
  /** By how much clocks jump, in milliseconds. */
  readonly jumpMs: number
}

/** Who does what, and which fault comes when. The same options give the same plan. */
export type Plan = {
  readonly faults: readonly PlannedFault[]
  /** What each device takes its decisions from: its changes, and what goes wrong on its way to the server. */
  readonly devices: readonly { readonly changes: Random; readonly way: Random }[]
}

const DAY_MS = 86_400_000

export function makePlan(options: RunOptions): Plan {
  const { engine, seed, operations, clients, kills, databaseRestarts = Math.ceil(kills / 5) } = options
  const random = new Random(seed)
  const some = (kind: FaultKind, count: number): PlannedFault[] =>
    Array.from({ length: count }, () => ({
      kind,
      after: Math.floor(operations * (0.02 + random.next() * 0.93)),
      delayMs: random.below(40),
      whom: random.next(),
      jumpMs: random.chance(0.5) ? DAY_MS : -DAY_MS,
    }))
  const few = Math.ceil(kills / 20)
  const faults = [
    ...some('server-kill', kills),
    ...some('device-crash', Math.max(2, Math.round(kills / 2))),
    ...some('device-clock', few),
    ...some('server-clock', few),
    ...(engine === 'sqlite' ? some('disk-full', Math.ceil(kills / 50)) : []),
    ...(engine === 'postgres' ? some('database-restart', databaseRestarts) : []),
  ]
  return {
    faults: faults.sort((a, b) => a.after - b.after),
    devices: Array.from({ length: clients }, () => ({ changes: random.fork(), way: random.fork() })),
  }
}
