import { inject } from '@angular/core'
import { Router, type CanMatchFn } from '@angular/router'
import { SetUpState } from './set-up-state'

/** Leads from signing in to setting up while there is no account yet, and back once there is one. */
export function setUpGuard(page: 'sign-in' | 'set-up'): CanMatchFn {
  return async () => {
    const router = inject(Router)
    const state = await inject(SetUpState).find()
    if (page === 'sign-in') return state?.needed ? router.parseUrl('/setup') : true
    return state?.needed ? true : router.parseUrl('/login')
  }
}
