/** The pages beside the lists, by the part of the app each one is. */
export const todoParts = {
  today: () => import('./pages/today-page').then((m) => m.TodayPage),
  upcoming: () => import('./pages/upcoming-page').then((m) => m.UpcomingPage),
  label: () => import('./pages/label-page').then((m) => m.LabelPage),
  search: () => import('./pages/search-page').then((m) => m.SearchPage),
  trash: () => import('./pages/trash-page').then((m) => m.TrashPage),
}

/** Loads all pages of todos, so that a tab which stays open has them without a connection. Never rejects. */
export async function loadTodoPages(): Promise<void> {
  await Promise.allSettled(Object.values(todoParts).map((load) => load()))
}
