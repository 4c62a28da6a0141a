import {
  effect,
  inject,
  PendingTasks,
  signal,
  untracked,
  type Signal,
  type Type,
  type WritableSignal,
} from '@angular/core'
import { Calm } from './calm'
import { Toasts } from './toasts/toasts'

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

/**
 * A component that somebody opens, such as a field to edit something: it comes once the page is complete, or when they
 * are quicker than that. Where it cannot be loaded it closes again, and `trouble` says so in a sentence.
 */
export function loadedToOpen<T>(
  isOpen: WritableSignal<boolean>,
  load: () => Promise<Type<T>>,
  trouble: string,
): Signal<Type<T> | undefined> {
  const [calm, toasts] = [inject(Calm), inject(Toasts)]
  return loadedWhen(
    () => isOpen() || calm.isCalm(),
    load,
    () => {
      if (isOpen()) toasts.show({ text: trouble, tone: 'danger' })
      isOpen.set(false)
    },
  )
}
