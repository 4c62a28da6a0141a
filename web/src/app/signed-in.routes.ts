import type { Routes } from '@angular/router'
import { part } from './api/missing-part'
import { missedGuard, missingPath } from './failure'
import { Frame } from './frame/frame'
import { MissingPage } from './frame/missing-page'
import { roleGuard } from './sessions/role-guard'
import { todoRoutes } from './todos/todo-routes'

/** The page that asks whoever opened the link to a list. */
export const joinListRoutes: Routes = [
  {
    path: '',
    loadComponent: part(() => import('./lists/join-list-page').then((m) => m.JoinListPage), { isWhole: true }),
  },
]

/** The pages of those who are signed in, within their frame. */
export const signedInRoutes: Routes = [
  {
    path: '',
    component: Frame,
    children: [
      { path: '', pathMatch: 'full', redirectTo: '/todos' },
      ...todoRoutes,
      { path: missingPath.page, title: 'Not loaded', canActivate: [missedGuard], component: MissingPage },
      {
        path: 'users/audit',
        title: 'Audit log',
        canMatch: [roleGuard('admin')],
        loadComponent: part(() => import('./audit/audit-page').then((m) => m.AuditPage)),
      },
      {
        path: 'attention',
        title: 'Needs attention',
        loadComponent: part(() => import('./sync/attention-page').then((m) => m.AttentionPage)),
      },
      // The same address twice: who is no admin never downloads the page of admins.
      {
        path: 'users',
        title: 'People',
        canMatch: [roleGuard('admin')],
        loadComponent: part(() => import('./accounts/manage-users-page').then((m) => m.ManageUsersPage)),
      },
      {
        path: 'users',
        title: 'People',
        loadComponent: part(() => import('./accounts/users-page').then((m) => m.UsersPage)),
      },
      {
        path: 'settings',
        loadComponent: part(() => import('./accounts/settings-page').then((m) => m.SettingsPage)),
        children: [
          {
            path: '',
            pathMatch: 'full',
            title: 'Settings',
            loadComponent: part(() => import('./accounts/profile-page').then((m) => m.ProfilePage)),
          },
          {
            path: 'password',
            title: 'Password',
            loadComponent: part(() => import('./accounts/password-page').then((m) => m.PasswordPage)),
          },
          {
            path: 'sessions',
            title: 'Devices',
            loadComponent: part(() => import('./sessions/sessions-page').then((m) => m.SessionsPage)),
          },
        ],
      },
      { path: '**', redirectTo: '/todos' },
    ],
  },
]
