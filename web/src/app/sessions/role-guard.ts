import { inject } from '@angular/core'
import type { CanMatchFn } from '@angular/router'
import type { Role } from '@tally/contract'
import { MissingPart } from '../api/missing-part'
import { Session } from './session'

/**
 * Lets only people with this role match a route; for all others the route does not exist. Use it after `authGuard`.
 * Throws `MissingPart` while the server cannot be asked who somebody is.
 */
export function roleGuard(role: Role): CanMatchFn {
  return async () => {
    const session = inject(Session)
    if (!(await session.settled())) return false
    if (session.state() === 'offline') throw new MissingPart('The role is not known')
    return session.user()?.role === role
  }
}
