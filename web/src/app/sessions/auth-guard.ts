import { inject } from '@angular/core'
import { Router, type CanMatchFn } from '@angular/router'
import { checkedReturnUrl } from './return-url'
import { Session } from './session'

/**
 * Lets those through who are signed in and sends all others to sign in, to come back afterwards. It is a `CanMatchFn`,
 * so that what lies behind is not even downloaded. A guard is good manners; what may be seen, the server decides.
 */
export const authGuard: CanMatchFn = async () => {
  const session = inject(Session)
  const router = inject(Router)
  const wanted = router.currentNavigation()?.extractedUrl.toString()
  if (await session.opens()) return true
  return router.createUrlTree(['/login'], { queryParams: { returnUrl: checkedReturnUrl(wanted) } })
}

/** The opposite, for the pages of those who are signed out: whoever is signed in goes on to where they wanted to go. */
export const signedOutGuard: CanMatchFn = async (_route, _segments, snapshot) => {
  const session = inject(Session)
  const router = inject(Router)
  if (!(await session.settled())) return true
  return router.parseUrl(checkedReturnUrl(snapshot.queryParamMap.get('returnUrl')))
}

/** Lets everybody through, once it is known whether they are signed in. */
export const settledGuard: CanMatchFn = async () => {
  await inject(Session).settled()
  return true
}
