import { inject } from '@angular/core'
import type { CanMatchFn } from '@angular/router'
import type { Role } from '@tally/contract'
import { Session } from './session'

/** Lets only people with this role match a route; for all others the route does not exist. Use it after `authGuard`. */
export function roleGuard(role: Role): CanMatchFn {
  return async () => {
    const session = inject(Session)
    return (await session.settled()) && session.user()?.role === role
  }
}
