import { computed, DestroyRef, effect, inject, untracked } from '@angular/core'
import { Session } from '../sessions/session'

/**
 * Calls `load` when somebody is signed in, and again whenever the window comes back to the front or the device comes
 * back online; calls `forget` when they sign out. Needs an injection context.
 */
export function whenSignedIn(does: { load: () => void; forget: () => void }): void {
  const session = inject(Session)
  const isPresent = computed(() => session.state() === 'signed-in' || session.state() === 'offline')
  const userId = computed(() => session.user()?.id)
  const loadIfPresent = () => {
    if (isPresent() && document.visibilityState === 'visible') does.load()
  }

  session.onSignOut(() => does.forget())
  effect(() => {
    userId()
    if (isPresent()) untracked(() => does.load())
  })
  window.addEventListener('focus', loadIfPresent)
  window.addEventListener('online', loadIfPresent)
  inject(DestroyRef).onDestroy(() => {
    window.removeEventListener('focus', loadIfPresent)
    window.removeEventListener('online', loadIfPresent)
  })
}
