import type { FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'

/**
 * Finds out who makes a request; throws Problem `invalid-token`. Answers at once, without a promise, where it can: most
 * requests come with a token that was verified before.
 */
export type Identify = (request: FastifyRequest) => Actor | Promise<Actor>

/**
 * Lets only a present admin pass; throws Problem `admins-only`. Reads the account again, since a token may be minutes
 * old.
 */
export type RequireAdmin = (actor: Actor) => Promise<void>
