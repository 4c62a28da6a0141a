import type { Routes } from '@angular/router'
import { authGuard, settledGuard, signedOutGuard } from './sessions/auth-guard'
import { takeInvitation } from './sessions/invitation-link'
import { roleGuard } from './sessions/role-guard'
import { setUpGuard } from './sessions/set-up-guard'
import { todoRoutes } from './todos/todo-routes'

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
    loadComponent: () => import('./frame/frame').then((m) => m.Frame),
    children: [
      { path: '', pathMatch: 'full', redirectTo: '/todos' },
      ...todoRoutes,
      {
        path: 'users/audit',
        title: 'Audit log',
        canMatch: [roleGuard('admin')],
        loadComponent: () => import('./audit/audit-page').then((m) => m.AuditPage),
      },
      {
        path: 'attention',
        title: 'Needs attention',
        loadComponent: () => import('./sync/attention-page').then((m) => m.AttentionPage),
      },
      // The same address twice: who is no admin never downloads the page of admins.
      {
        path: 'users',
        title: 'People',
        canMatch: [roleGuard('admin')],
        loadComponent: () => import('./accounts/manage-users-page').then((m) => m.ManageUsersPage),
      },
      {
        path: 'users',
        title: 'People',
        loadComponent: () => import('./accounts/users-page').then((m) => m.UsersPage),
      },
      {
        path: 'settings',
        loadComponent: () => import('./accounts/settings-page').then((m) => m.SettingsPage),
        children: [
          {
            path: '',
            pathMatch: 'full',
            title: 'Settings',
            loadComponent: () => import('./accounts/profile-page').then((m) => m.ProfilePage),
          },
          {
            path: 'password',
            title: 'Password',
            loadComponent: () => import('./accounts/password-page').then((m) => m.PasswordPage),
          },
          {
            path: 'sessions',
            title: 'Where I am signed in',
            loadComponent: () => import('./sessions/sessions-page').then((m) => m.SessionsPage),
          },
        ],
      },
      { path: '**', redirectTo: '/todos' },
    ],
  },
]
