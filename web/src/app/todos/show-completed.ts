import { Component, inject } from '@angular/core'
import { Icon } from '../ui/icon'
import { ShownTodos } from './shown-todos'

/** The switch that shows completed todos, or hides them. */
@Component({
  selector: 'tally-show-completed',
  imports: [Icon],
  template: `
    <button class="button button-quiet" type="button" [attr.aria-pressed]="isOn()" (click)="toggle()">
      <tally-icon [name]="isOn() ? 'eye' : 'eye-off'" />
      <span class="spare-words">Show completed</span>
    </button>
  `,
  styles: `
    .button {
      color: var(--ink-soft);
    }
    [aria-pressed='true'] {
      background: var(--accent-soft);
      color: var(--accent-strong);
    }
  `,
})
export class ShowCompleted {
  private readonly shown = inject(ShownTodos)
  protected readonly isOn = this.shown.showCompleted

  protected toggle(): void {
    this.shown.toggleCompleted()
  }
}
