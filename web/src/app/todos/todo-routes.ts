import type { Routes } from '@angular/router'

/** Every page of todos; each is loaded when it is first opened. */
export const todoRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./todo-workspace').then((m) => m.TodoWorkspace),
    children: [
      { path: 'todos', pathMatch: 'full', loadComponent: () => import('./home-page').then((m) => m.HomePage) },
      { path: 'todos/today', title: 'Today', loadComponent: () => import('./today-page').then((m) => m.TodayPage) },
      {
        path: 'todos/upcoming',
        title: 'Upcoming',
        loadComponent: () => import('./upcoming-page').then((m) => m.UpcomingPage),
      },
      { path: 'todos/list/:id', loadComponent: () => import('./list-page').then((m) => m.ListPage) },
      {
        path: 'todos/label/:name',
        title: (route) => `@${route.paramMap.get('name') ?? ''}`,
        loadComponent: () => import('./label-page').then((m) => m.LabelPage),
      },
      { path: 'search', title: 'Search', loadComponent: () => import('./search-page').then((m) => m.SearchPage) },
      { path: 'trash', title: 'Trash', loadComponent: () => import('./trash-page').then((m) => m.TrashPage) },
    ],
  },
]
