import {
  effect,
  inject,
  makeEnvironmentProviders,
  provideAppInitializer,
  type EnvironmentProviders,
} from '@angular/core'
import { Router } from '@angular/router'
import { BASE_PATH } from '../api/base-path'
import { Connection } from '../api/connection'
import { checkedReturnUrl } from './return-url'
import { Session } from './session'
import { SetUpState } from './set-up-state'

/**
 * Starts the session with the app: finds out who is signed in, asks again when the network is back, and leads to the
 * sign-in page whenever the session ends, here or in another tab.
 */
export function provideSession(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideAppInitializer(() => {
      const session = inject(Session)
      const router = inject(Router)
      const connection = inject(Connection)
      // The answer may be needed next, by the sign-in page: better to ask at the same time than one after the other.
      if (/^\/(?:login|setup)\b/.test(location.pathname.slice(inject(BASE_PATH).length))) void inject(SetUpState).find()
      void session.restore()

      effect(() => {
        if (session.state() === 'offline' && !connection.offline()) void session.restore()
      })
      effect(() => {
        if (session.state() !== 'signed-out' || !router.navigated) return
        const returnUrl = checkedReturnUrl(router.url)
        void router.navigate(['/login'], session.wasEnded() ? { queryParams: { returnUrl } } : {})
      })
    }),
  ])
}
