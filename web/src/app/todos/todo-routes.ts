import type { Routes } from '@angular/router'
import { part } from '../api/missing-part'
import { HomePage } from './home-page'
import { LabelPage } from './label-page'
import { labelOf } from '../ui/label-path'
import { ListPage } from './list-page'
import { SearchPage } from './search-page'
import { TodayPage } from './today-page'
import { TodoWorkspace } from './todo-workspace'
import { UpcomingPage } from './upcoming-page'

/** Every page of todos. They share nearly all they need, so that they are loaded together. */
export const todoRoutes: Routes = [
  {
    path: '',
    component: TodoWorkspace,
    children: [
      { path: 'todos', pathMatch: 'full', component: HomePage },
      { path: 'todos/today', title: 'Today', component: TodayPage },
      { path: 'todos/upcoming', title: 'Upcoming', component: UpcomingPage },
      { path: 'todos/list/:id', component: ListPage },
      {
        path: 'todos/label/:name',
        title: (route) => `@${labelOf(route.paramMap.get('name') ?? '')}`,
        component: LabelPage,
      },
      { path: 'search', title: 'Search', component: SearchPage },
      { path: 'trash', title: 'Trash', loadComponent: part(() => import('./trash-page').then((m) => m.TrashPage)) },
    ],
  },
]
