import {
  effect,
  inject,
  makeEnvironmentProviders,
  provideAppInitializer,
  untracked,
  type EnvironmentProviders,
} from '@angular/core'
import { Router } from '@angular/router'
import type { Role } from '@tally/contract'
import { BASE_PATH } from '../api/base-path'
import { Connection } from '../api/connection'
import { waitMs } from './ask-again'
import { checkedReturnUrl, isForSignedOut } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

const minuteMs = 60_000

/**
 * Starts the session with the app: finds out who is signed in, asks again by itself where it got no answer, leads to
 * the sign-in page whenever the session ends, here or in another tab, counts how long the server has said nothing, and
 * lets the guards look again when the role changes.
 */
export function provideSession(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideAppInitializer(() => {
      const session = inject(Session)
      const router = inject(Router)
      const connection = inject(Connection)
      // The answer may be needed next, by the sign-in page: better to ask at the same time than one after the other.
      if (isForSignedOut(location.pathname.slice(inject(BASE_PATH).length))) void inject(SetUpState).find()
      void session.restore()

      effect((onCleanup) => {
        const unanswered = session.unanswered()
        if (!unanswered || connection.offline()) return
        const timer = setTimeout(() => void session.restore(), waitMs(unanswered, Math.random()))
        onCleanup(() => clearTimeout(timer))
      })
      effect(() => {
        if (session.state() !== 'signed-out') return
        // The first page may have been let through before the session turned out to be over: this runs again once it is
        // there.
        const going = router.currentNavigation()?.extractedUrl.toString() ?? ''
        if (!router.navigated || isForSignedOut(router.url) || isForSignedOut(going)) return
        const returnUrl = checkedReturnUrl(router.url)
        void router.navigate(['/login'], session.wasEnded() ? { queryParams: { returnUrl } } : {})
      })

      let seenAt = performance.now()
      const passTime = () => {
        const elapsed = performance.now() - seenAt
        seenAt += elapsed
        void session.passTime(elapsed)
      }
      setInterval(passTime, minuteMs)
      document.addEventListener('visibilitychange', passTime)

      let before: Role | undefined
      effect(() => {
        const role = session.user()?.role
        const hasChanged = before !== undefined && role !== undefined && role !== before
        before = role
        // The same address, or the one that is being opened, may lead to another page now.
        const going = untracked(router.currentNavigation)?.extractedUrl
        const again = { onSameUrlNavigation: 'reload', replaceUrl: going === undefined } as const
        if (hasChanged) void router.navigateByUrl(going ?? router.url, again)
      })
    }),
  ])
}
