import type { FastifyInstance } from 'fastify'
import type { Clock } from './clock.ts'
import { Problem } from './problem.ts'

const DAY_MS = 86_400_000
/** RFC 9116, 2.5.5: less than a year. */
const GOOD_FOR_DAYS = 180

export type WellKnownParts = {
  readonly publicUrl: string
  /** A URI; undefined where nobody is named. */
  readonly securityContact: string | undefined
  readonly clock: Clock
}

/**
 * What other programs look for under fixed names (RFC 8615): whom to tell of a weakness, and where to change a
 * password.
 */
export function wellKnownRoutes(app: FastifyInstance, { publicUrl, securityContact, clock }: WellKnownParts): void {
  const options = { config: { access: 'public' } } as const

  app.get('/.well-known/security.txt', options, (_request, reply) => {
    if (securityContact === undefined) throw new Problem('not-found')
    const day = Math.floor(clock() / DAY_MS) + GOOD_FOR_DAYS
    const fields = [
      `Contact: ${securityContact}`,
      `Expires: ${new Date(day * DAY_MS).toISOString()}`,
      'Preferred-Languages: en',
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ]
    return reply.type('text/plain; charset=utf-8').send(`${fields.join('\n')}\n`)
  })
  // https://www.w3.org/TR/change-password-url/
  app.get('/.well-known/change-password', options, (_request, reply) => reply.redirect('/settings/password', 302))
  // The same page asks that nothing answers under a name that means nothing, or password managers do not believe it.
  app.get('/.well-known/*', options, () => {
    throw new Problem('not-found')
  })
}
