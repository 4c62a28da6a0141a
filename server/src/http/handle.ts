import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { AnswerOf, BodyOf, Operation, ParamsOf, QueryOf } from '@tally/contract'
import { requireActor } from './access.ts'
import type { Actor } from './actor.ts'
import { bodyBounds } from './bounds/body-bounds.ts'
import { inputCheck, type RawInput } from './input/input.ts'
import { JsonText } from './json-text.ts'

/** One call of an operation: who calls and with what, checked against the contract. */
export class SignedInCall<O extends Operation> {
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

  /** Who calls. */
  get actor(): Actor {
    return requireActor(this.request)
  }
}

/** A call as its handler gets it: with an `actor` only where somebody was identified. */
export type Call<O extends Operation> = O['access'] extends 'signed-in' | 'admin'
  ? SignedInCall<O>
  : Omit<SignedInCall<O>, 'actor'>

/** Answers a call with the body of the contract, with finished JSON, or with nothing. */
export type Handler<O extends Operation> = (call: Call<O>) => Promise<AnswerOf<O> | JsonText> | AnswerOf<O> | JsonText

/**
 * Lets an operation of the contract meet its use case. Identity, validation and the form of problems happen here and in
 * the root hooks, once. A handler whose success has another status than the operation's sets it with `reply.code`.
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
  app.route({
    bodyLimit: bytes,
    ...options,
    method: operation.method,
    url: operation.path,
    config: { access: operation.access, bodyValues: values },
    handler: async (request, reply) => {
      const input = check({ params: request.params, query: request.query, body: request.body })
      reply.statusCode = operation.success
      const answer = await handler(new SignedInCall<O>(input, request, reply))
      if (reply.sent) return reply
      if (answer === undefined) return reply.send()
      if (answer instanceof JsonText) return reply.header('content-type', JsonText.contentType).send(answer.text)
      return answer
    },
  })
}
