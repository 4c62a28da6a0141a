import type { Routes } from '@angular/router'
import { authGuard, settledGuard, signedOutGuard } from './sessions/auth-guard'
import { takeInvitation } from './sessions/invitation-link'
import { setUpGuard } from './sessions/set-up-guard'

export const routes: Routes = [
  {
    path: 'login',
    title: 'Sign in',
    canMatch: [signedOutGuard, setUpGuard('sign-in')],
    loadComponent: () => import('./sessions/sign-in-page').then((m) => m.SignInPage),
  },
  {
    path: 'setup',
    title: 'Welcome',
    canMatch: [signedOutGuard, setUpGuard('set-up')],
    loadComponent: () => import('./sessions/set-up-page').then((m) => m.SetUpPage),
  },
  {
    path: 'join',
    title: 'Join',
    canMatch: [takeInvitation, settledGuard, setUpGuard('sign-in')],
    loadComponent: () => import('./sessions/join-page').then((m) => m.JoinPage),
  },
  {
    path: '',
    canMatch: [authGuard],
    loadChildren: () => import('./signed-in.routes').then((m) => m.signedInRoutes),
  },
]
