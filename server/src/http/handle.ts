import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { AnswerOf, BodyOf, Operation, ParamsOf, QueryOf } from '@tally/contract'
import { requireActor } from './access.ts'
import type { Actor } from './actor.ts'
import { bodyBounds } from './bounds/body-bounds.ts'
import { inputCheck, type RawInput } from './input.ts'
import { JsonText } from './json-text.ts'

/** One call of an operation: who calls and with what, checked against the contract. */
export class Call<O extends Operation> {
  readonly params: ParamsOf<O>
  readonly query: QueryOf<O>
  readonly body: BodyOf<O>
  readonly request: FastifyRequest
  readonly reply: FastifyReply

  constructor(input: RawInput, request: FastifyRequest, reply: FastifyReply) {
    this.params = input.params as ParamsOf<O>
    this.query = input.query as QueryOf<O>
    this.body = input.body as BodyOf<O>
    this.request = request
    this.reply = reply
  }

  /** Who calls. Throws in an operation that is not `signed-in` or `admin`: nobody was identified there. */
  get actor(): Actor {
    return requireActor(this.request)
  }
}

/** Answers a call with the body of the contract, with finished JSON, or with nothing. */
export type Handler<O extends Operation> = (call: Call<O>) => Promise<AnswerOf<O> | JsonText> | AnswerOf<O> | JsonText

/**
 * Lets an operation of the contract meet its use case. Identity, validation and the form of problems happen here and in
 * the root hooks, once. The status is the operation's first; a handler that knows another sets it with `reply.code`.
 * One that answers by itself, over time, takes the reply over with `reply.hijack`.
 */
export function handle<const O extends Operation>(
  app: FastifyInstance,
  operation: O,
  handler: Handler<O>,
  options: Pick<RouteShorthandOptions, 'bodyLimit' | 'exposeHeadRoute' | 'onRequest'> = {},
): void {
  const check = inputCheck(operation)
  const { bytes, values } = bodyBounds(operation)
  const status =
    Math.max(
      ...Object.keys(operation.answers)
        .map(Number)
        .filter((code) => code < 204),
      0,
    ) || 204
  app.route({
    bodyLimit: bytes,
    ...options,
    method: operation.method,
    url: operation.path,
    config: { access: operation.access, bodyValues: values },
    handler: async (request, reply) => {
      const input = check({ params: request.params, query: request.query, body: request.body })
      reply.statusCode = status
      const answer = await handler(new Call<O>(input, request, reply))
      if (reply.sent) return reply
      if (answer === undefined) {
        if (reply.statusCode < 204) reply.statusCode = 204
        return reply.send()
      }
      if (answer instanceof JsonText) return reply.header('content-type', JsonText.contentType).send(answer.text)
      return answer
    },
  })
}
