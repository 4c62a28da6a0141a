/**
 * Whatever people do and whatever goes wrong, nothing is lost: the real server and real replicas of browsers in one
 * process, driven by lists of actions that fast-check makes up, and shrinks when they find something.
 *
 * Settings: `FC_RUNS` is how many lists of actions on SQLite (30 when left out), with a fifth of that on PostgreSQL;
 * `FC_SEED` is what they are made from (1 when left out, so that `npm test` does the same every time). A failure prints
 * its seed and its path: `FC_SEED=… FC_PATH=…` plays it again.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { anyAction, perform } from './model/action.ts'
import { answerWithoutAsking, forgetLastStep, keepTodosBack } from './model/broken-ways.ts'
import { check } from './model/check.ts'
import { RestartableServer, type Engine } from './model/restartable-server.ts'
import { World, type Way } from './model/world.ts'

const { FC_RUNS, FC_SEED, FC_PATH } = process.env
const runs = Number(FC_RUNS ?? 30)
const replay = { seed: Number(FC_SEED ?? 1), ...(FC_PATH === undefined ? {} : { path: FC_PATH }) }

const MOST_ACTIONS = 25
const anyActions = fc.noBias(fc.array(anyAction, { minLength: 1, maxLength: MOST_ACTIONS, size: 'max' }))

/** What must hold: after any actions, and once nothing goes wrong any more, nothing is lost. */
function nothingIsLost(server: RestartableServer, newWay: () => Way) {
  return fc.asyncProperty(anyActions, async (actions) => {
    const world = await World.make(server, newWay())
    try {
      await perform(world, actions)
      await check(world)
    } finally {
      await world.close()
    }
  })
}

async function withServer(engine: Engine, work: (server: RestartableServer) => Promise<void>): Promise<void> {
  const server = await RestartableServer.open(engine)
  try {
    await work(server)
  } finally {
    await server.remove()
  }
}

const straight: Way = (_path, body, forward) => forward(body)

for (const { engine, share } of [
  { engine: 'sqlite', share: 1 },
  { engine: 'postgres', share: 0.2 },
] as const) {
  test(`whatever people do and whatever goes wrong, nothing is lost (${engine})`, () =>
    withServer(engine, (server) =>
      fc.assert(
        nothingIsLost(server, () => straight),
        { numRuns: Math.ceil(runs * share), ...replay },
      ),
    ))
}

/** Ways of losing something, each of which must be found. */
const broken: readonly (readonly [name: string, newWay: () => Way])[] = [
  ['a push that is answered and goes nowhere', answerWithoutAsking],
  ['a batch that comes without its last step', forgetLastStep],
  ['a pull that keeps a todo back', keepTodosBack],
]
for (const [name, newWay] of broken) {
  test(`it is found: ${name}`, () =>
    withServer('sqlite', async (server) => {
      const { failed } = await fc.check(nothingIsLost(server, newWay), { numRuns: 100, endOnFailure: true, seed: 1 })
      assert.equal(failed, true)
    }))
}
