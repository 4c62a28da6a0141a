import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { limits } from '@tally/contract'
import { handle } from '../http/handle.ts'
import type { Identify } from '../http/identify.ts'
import { jsonOfMany } from '../http/json-pieces.ts'
import { JsonText } from '../http/json-text.ts'
import { Semaphore } from '../http/bounds/semaphore.ts'
import type { Deps } from '../changes/make-change.ts'
import { readEpoch } from '../db/epoch.ts'
import { EventStream } from './event-stream.ts'
import type { EventStreams } from './event-streams.ts'
import { pull } from './pull-service.ts'
import { push, requireSchema } from './push-service.ts'

type SyncRouteParts = { readonly deps: Deps; readonly streams: EventStreams; readonly identify: Identify }

export function syncRoutes(app: FastifyInstance, { deps, streams, identify }: SyncRouteParts): void {
  const pulls = new Semaphore(limits.answer.pullsAtOnce)

  handle(
    app,
    contract.pushChanges,
    ({ actor, body }) => {
      requireSchema(body.schema)
      return push(deps, actor, body)
    },
    { bodyLimit: limits.sync.bytes },
  )
  handle(app, contract.pullChanges, ({ actor, body }) => {
    requireSchema(body.schema)
    return pulls.run(async () => new JsonText(await jsonOfPull(await pull(deps, actor, body))))
  })
  handle(
    app,
    contract.streamEvents,
    async ({ actor, request, reply }) => {
      const epoch = await readEpoch(deps.db)
      reply.header('content-type', 'text/event-stream; charset=utf-8')
      // Otherwise nginx keeps the events until it has a bufferful.
      reply.header('x-accel-buffering', 'no')
      reply.hijack()
      // A stream that has ended leaves no idle connection behind.
      reply.raw.shouldKeepAlive = false
      const headers = reply.getHeaders()
      reply.raw.writeHead(
        200,
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      )
      request.leaveSlot?.()
      streams.open(new EventStream(actor, reply.raw, () => identify(request)), { epoch })
      return ''
    },
    { exposeHeadRoute: false },
  )
}

/** A pull as JSON, made todo by todo: what was changed together may be much. */
async function jsonOfPull({ lists, ...rest }: contract.Pulled): Promise<string> {
  const parts: string[] = []
  for (const { rows, ...list } of lists) {
    const { todos, ...others } = rows
    const members = JSON.stringify({ ...others, todos: [] }).replace(/\[\]\}$/, '')
    parts.push(`${JSON.stringify(list).slice(0, -1)},"rows":${members}${await jsonOfMany(todos)}}}`)
  }
  return `${JSON.stringify(rest).slice(0, -1)},"lists":[${parts.join(',')}]}`
}
