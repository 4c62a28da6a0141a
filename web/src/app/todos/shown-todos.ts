import { computed, inject, Service, signal } from '@angular/core'
import { readItem, storeItem } from '../device/local-storage'
import { RecentlyCompleted } from './todo-list/recently-completed'
import type { Shown } from './todo-views'

const key = 'tally.show-completed'

/** What the pages show beside open todos; the choice is remembered on this device. */
@Service()
export class ShownTodos {
  private readonly recentlyCompleted = inject(RecentlyCompleted)
  private readonly choice = signal(readItem(key) === 'true')

  readonly showCompleted = this.choice.asReadonly()
  readonly shown = computed<Shown>(() => ({ leaving: this.recentlyCompleted.ids(), showCompleted: this.choice() }))

  toggleCompleted(): void {
    this.choice.update((shown) => !shown)
    storeItem(key, String(this.choice()))
  }
}
