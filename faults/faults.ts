/** `npm run faults`, see README.md. */
import { parseArgs } from 'node:util'
import { isFound, negativeControls, type NegativeControl } from './negative-controls.ts'
import type { Engine, RunOptions } from './plan.ts'
import { isGood, reportOf } from './report.ts'
import { run } from './run.ts'

const engines: readonly Engine[] = ['sqlite', 'postgres']

/** Small enough to be made with every test run; always the same plan. */
const short = { seed: 1, kills: 5, operations: 2000, clients: 4 }
const long = { seed: Math.floor(Math.random() * 2 ** 32), kills: 40, operations: 10_000, clients: 8 }
/** A control needs no faults beside its own, which a crash of a device is for one of them. */
const control = { kills: 0, operations: 300, clients: 2 }

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    engine: { type: 'string' },
    seed: { type: 'string' },
    kills: { type: 'string' },
    ops: { type: 'string' },
    clients: { type: 'string' },
    controls: { type: 'boolean', default: false },
  },
})
const byDefault = values.short ? short : long
const seed = numberOr(values.seed, byDefault.seed)
console.log(`seed ${seed}`)
const runs = values.controls ? [] : engines.filter((engine) => engine === (values.engine ?? engine))
const controls = values.controls || values.short ? negativeControls() : []
let failures = 0
for (const engine of runs) failures += (await isGoodRun(engine)) ? 0 : 1
for (const one of controls) failures += (await isFoundOut(one)) ? 0 : 1
process.exit(failures === 0 ? 0 : 1)

async function isGoodRun(engine: Engine): Promise<boolean> {
  const options: RunOptions = {
    engine,
    seed,
    kills: numberOr(values.kills, byDefault.kills),
    operations: numberOr(values.ops, byDefault.operations),
    clients: numberOr(values.clients, byDefault.clients),
  }
  const result = await run(options)
  console.log(reportOf(options, result))
  return isGood(result)
}

/** A control is good when it fails. */
async function isFoundOut(one: NegativeControl): Promise<boolean> {
  const { judgement } = await run({ seed, ...control, ...one.options }, one.spoiler)
  const { lost, doubled, halfApplied } = judgement
  const found = isFound(one, judgement)
  const counts = `lost ${lost}, doubled ${doubled}, half applied ${halfApplied}`
  console.log(`${found ? '✓' : '✗'} found out: ${one.name} (${counts})`)
  return found
}

function numberOr(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(`“${text}” is not a whole number`)
}
