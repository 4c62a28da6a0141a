import type { Routes } from '@angular/router'
import { part } from './api/missing-part'
import { missedGuard, missingPath } from './failure'
import { MissingPage } from './frame/missing-page'
import { ListLink } from './lists/list-link'
import { authGuard, settledGuard, signedOutGuard } from './sessions/auth-guard'
import { InvitationLink, SetUpLink, takeSecret } from './sessions/invitation-link'
import { setUpGuard } from './sessions/set-up-guard'

export const routes: Routes = [
  {
    path: 'login',
    title: 'Sign in',
    canMatch: [signedOutGuard, setUpGuard('sign-in')],
    loadComponent: part(() => import('./sessions/sign-in-page').then((m) => m.SignInPage), { isWhole: true }),
  },
  {
    path: 'setup',
    title: 'Welcome',
    canMatch: [takeSecret('/setup', SetUpLink), signedOutGuard, setUpGuard('set-up')],
    loadComponent: part(() => import('./sessions/set-up-page').then((m) => m.SetUpPage), { isWhole: true }),
  },
  {
    path: 'join',
    title: 'Join',
    canMatch: [takeSecret('/join', InvitationLink), settledGuard, setUpGuard('sign-in')],
    loadComponent: part(() => import('./sessions/join-page').then((m) => m.JoinPage), { isWhole: true }),
  },
  { path: missingPath.whole, title: 'Not loaded', canActivate: [missedGuard], component: MissingPage },
  {
    path: 'join-list',
    title: 'Join a list',
    canMatch: [takeSecret('/join-list', ListLink), authGuard],
    loadChildren: part(() => import('./signed-in.routes').then((m) => m.joinListRoutes), { isWhole: true }),
  },
  {
    path: '',
    canMatch: [authGuard],
    loadChildren: part(() => import('./signed-in.routes').then((m) => m.signedInRoutes), { isWhole: true }),
  },
]
