import type { RunOptions } from './plan.ts'
import type { RunResult } from './run.ts'

const READY_MS = 2000

/** What a run came to, in a few plain lines. */
export function reportOf({ engine }: RunOptions, result: RunResult): string {
  const { ledger, figures, judgement, unequal, hasDisk, ms } = result
  const longest = Math.round(Math.max(0, ...figures.timesToReady))
  const late = figures.timesToReady.filter((time) => time > READY_MS).length
  const refused = [...ledger.entries.values()].filter(({ verdict }) => verdict?.ok === false).length
  const isTried = hasDisk || engine === 'postgres'
  const fullDisks = isTried ? `${figures.fullDisks} times` : 'not tried: this machine lets nobody mount a small one'
  return [
    `${isGood(result) ? '✓' : '✗'} ${engine}, ${Math.round(ms / 1000)} s`,
    `  acknowledged ${ledger.acknowledged}, refused with a reason ${refused}`,
    `  server killed ${figures.kills} times, ${figures.killsUnderLoad} of them during a push; ` +
      `ready again after ${longest} ms at most (${late} times more than ${READY_MS} ms)`,
    `  database restarted ${figures.databaseRestarts} times; disk full ${fullDisks}; ` +
      `clocks moved by a day ${figures.clockJumps} times`,
    `  requests cut ${figures.cuts}, doubled ${figures.doubledRequests}; ` +
      `devices crashed ${figures.deviceCrashes} times`,
    `  answers ${[...figures.statuses]
      .sort()
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')}`,
    `  lost ${judgement.lost}, doubled ${judgement.doubled}, half applied ${judgement.halfApplied}, ` +
      `otherwise wrong ${judgement.others}; replicas ${unequal.length === 0 ? 'equal' : 'differ'}`,
    ...[...judgement.words, ...unequal.slice(0, 5)].map((text) => `  ✗ ${text}`),
  ].join('\n')
}

/** Whether all that must hold did. */
export function isGood({ judgement, unequal }: RunResult): boolean {
  const { lost, doubled, halfApplied, others } = judgement
  return lost + doubled + halfApplied + others + unequal.length === 0
}
