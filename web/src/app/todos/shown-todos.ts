import { computed, inject, Service, signal } from '@angular/core'
import { Leaving } from './leaving'
import type { Shown } from './todo-views'

const key = 'tally.show-completed'

/** What the pages show beside open todos; the choice is remembered on this device. */
@Service()
export class ShownTodos {
  private readonly leaving = inject(Leaving)
  private readonly choice = signal(localStorage.getItem(key) === 'true')

  readonly showCompleted = this.choice.asReadonly()
  readonly shown = computed<Shown>(() => ({ leaving: this.leaving.ids(), showCompleted: this.choice() }))

  toggleCompleted(): void {
    this.choice.update((shown) => !shown)
    localStorage.setItem(key, String(this.choice()))
  }
}
