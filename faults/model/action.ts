import * as fc from 'fast-check'
import type { Browser, Network } from './browser.ts'
import { anyBatch, anyStep, toBatch, toOperation, type Scene, type Step } from './step.ts'
import type { World } from './world.ts'

/** Something that happens. Unless it is `hasty`, the next thing happens when this one has had all its consequences. */
export type Action = {
  readonly on: number
  readonly tab: number
  readonly hasty: boolean
} & (
  | { readonly do: 'change'; readonly steps: readonly Step[] }
  | { readonly do: 'batch'; readonly steps: readonly Step[] }
  | { readonly do: 'network'; readonly is: Network }
  | { readonly do: 'wake' | 'elapse' | 'crash' | 'restart the server' | 'try problems again' | 'discard problems' }
)

const where = { on: fc.nat({ max: 2 }), tab: fc.nat({ max: 1 }), hasty: fc.boolean() }
const networks = ['works', 'cut', 'deaf', 'garbled', 'failing'] as const satisfies Network[]
const others = [
  'wake',
  'wake',
  'elapse',
  'crash',
  'restart the server',
  'try problems again',
  'discard problems',
] as const

/** What may happen, changes more often than mishaps. */
export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('change'),
      ...where,
      steps: fc.array(anyStep, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('batch'), ...where, steps: anyBatch }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('network'), ...where, is: fc.constantFrom(...networks) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom(...others), ...where }) },
)

/** Lets actions happen, one after the other. */
export async function perform(world: World, actions: readonly Action[]): Promise<void> {
  const seen = { everyList: [] as string[], everyTodo: [] as string[] }
  const underWay: Promise<void>[] = []
  for (const action of actions) {
    const browser = world.browsers[action.on % world.browsers.length]
    if (!browser) throw new Error('A world without browsers')
    const { rows, invitations } = browser.tab(action.tab).current
    const invitedTo = invitations.map(({ listId }) => listId)
    const scene = { ...seen, rows, invitedTo, people: world.people, newId: () => world.newId() }
    const done = act(world, browser, action, scene)
    underWay.push(done)
    if (action.hasty && canOverlap.has(action.do)) continue
    await done
    await world.untilCalm()
  }
  await Promise.all(underWay)
}

/**
 * What others may begin before it has ended. A person neither uses a browser that crashed nor answers a question twice.
 */
const canOverlap: ReadonlySet<Action['do']> = new Set([
  'change',
  'batch',
  'network',
  'wake',
  'elapse',
  'restart the server',
])

async function act(world: World, browser: Browser, action: Action, scene: Scene): Promise<void> {
  const engine = browser.tab(action.tab)
  switch (action.do) {
    case 'change':
      return browser.change(
        action.tab,
        action.steps.map((step) => toOperation(step, scene)),
      )
    case 'batch':
      return browser.change(action.tab, [toBatch(action.steps, scene)])
    case 'network':
      browser.network = action.is
      return
    case 'wake':
      engine.wake()
      return
    case 'elapse':
      world.elapse(browser)
      return
    case 'crash':
      return browser.crash()
    case 'restart the server':
      return world.server.restart()
    case 'try problems again':
      return engine.settleProblems(
        engine.current.problems.map(({ id }) => id),
        true,
      )
    case 'discard problems':
      for (const { about } of engine.current.problems) browser.promises.discard(about)
      return engine.settleProblems(
        engine.current.problems.map(({ id }) => id),
        false,
      )
  }
}
