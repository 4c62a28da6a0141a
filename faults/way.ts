import type { Platform, SendInit } from '../web/src/app/sync/engine/platform.ts'
import type { Figures } from './figures.ts'
import type { Random } from './random.ts'

/** What happens to a request between a device and its server. `forward` brings it there. */
export type Way = (path: string, init: SendInit, forward: Platform['send']) => Promise<Response>

/** How often each of the three happens to a push or a pull. */
const PROBABILITY = 0.02

/**
 * A way on which now and then a request is never sent, or its answer is lost after the server did the work, or the
 * request arrives twice, both at once, as when a device gave up waiting and sent it again.
 */
export function brokenWay(random: Random, figures: Figures): Way {
  return async (path, init, forward) => {
    const [isUnsent, isUnanswered, isDoubled] = [0, 0, 0].map(() => random.chance(PROBABILITY))
    if (path === '/api/sync/events') return forward(path, init)
    if (isUnsent) {
      figures.cuts += 1
      throw new TypeError('The network is away')
    }
    if (isUnanswered) {
      figures.cuts += 1
      await (await forward(path, init)).arrayBuffer()
      throw new TypeError('The answer was lost')
    }
    if (!isDoubled) return forward(path, init)
    figures.doubledRequests += 1
    const [answer, other] = await Promise.all([forward(path, init), forward(path, init)])
    await other.arrayBuffer()
    return answer
  }
}
