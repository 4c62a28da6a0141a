import type { Routes } from '@angular/router'
import { part } from '../api/missing-part'
import { HomePage } from './pages/home-page'
import { labelOf } from '../ui/label-path'
import { ListPage } from './pages/list-page'
import { todoParts } from './todo-parts'
import { TodoWorkspace } from './pages/todo-workspace'

/** Every page of todos. A list opens first, and is loaded with the frame. */
export const todoRoutes: Routes = [
  {
    path: '',
    component: TodoWorkspace,
    children: [
      { path: 'todos', pathMatch: 'full', component: HomePage },
      { path: 'todos/today', title: 'Today', loadComponent: part(todoParts.today) },
      { path: 'todos/upcoming', title: 'Upcoming', loadComponent: part(todoParts.upcoming) },
      { path: 'todos/list/:id', component: ListPage },
      {
        path: 'todos/label/:name',
        title: (route) => `@${labelOf(route.paramMap.get('name') ?? '')}`,
        loadComponent: part(todoParts.label),
      },
      { path: 'search', title: 'Search', loadComponent: part(todoParts.search) },
      { path: 'trash', title: 'Trash', loadComponent: part(todoParts.trash) },
    ],
  },
]
