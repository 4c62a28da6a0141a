import type { Routes } from '@angular/router'
import { part } from '../api/missing-part'
import { HomePage } from './home-page'
import { labelOf } from '../ui/label-path'
import { ListPage } from './list-page'
import { TodayPage } from './today-page'
import { TodoWorkspace } from './todo-workspace'

/** Every page of todos. Those that open first share nearly all they need, and are loaded together. */
export const todoRoutes: Routes = [
  {
    path: '',
    component: TodoWorkspace,
    children: [
      { path: 'todos', pathMatch: 'full', component: HomePage },
      { path: 'todos/today', title: 'Today', component: TodayPage },
      {
        path: 'todos/upcoming',
        title: 'Upcoming',
        loadComponent: part(() => import('./upcoming-page').then((m) => m.UpcomingPage)),
      },
      { path: 'todos/list/:id', component: ListPage },
      {
        path: 'todos/label/:name',
        title: (route) => `@${labelOf(route.paramMap.get('name') ?? '')}`,
        loadComponent: part(() => import('./label-page').then((m) => m.LabelPage)),
      },
      { path: 'search', title: 'Search', loadComponent: part(() => import('./search-page').then((m) => m.SearchPage)) },
      { path: 'trash', title: 'Trash', loadComponent: part(() => import('./trash-page').then((m) => m.TrashPage)) },
    ],
  },
]
