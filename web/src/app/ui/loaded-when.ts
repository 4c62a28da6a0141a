import { effect, inject, PendingTasks, signal, untracked, type Signal, type Type } from '@angular/core'

/**
 * A component that a page is complete without: it is loaded as soon as `isWanted`, and undefined until then. Where it
 * cannot be loaded, without a connection or after an update of the server, `onFailure` is called, and it is tried again
 * when it is wanted the next time. For `ngComponentOutlet`.
 */
export function loadedWhen<T>(
  isWanted: () => boolean,
  load: () => Promise<Type<T>>,
  onFailure?: () => void,
): Signal<Type<T> | undefined> {
  const tasks = inject(PendingTasks)
  const loaded = signal<Type<T> | undefined>(undefined)
  effect(() => {
    if (!isWanted() || untracked(loaded)) return
    void load()
      .then((type) => loaded.set(type), onFailure ?? (() => undefined))
      .finally(tasks.add())
  })
  return loaded.asReadonly()
}
