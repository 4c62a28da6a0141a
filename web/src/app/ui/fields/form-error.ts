import { Component, input } from '@angular/core'
import { Icon } from '../icon'

/** Why a form as a whole was refused; read out when it appears. */
@Component({
  selector: 'tally-form-error',
  imports: [Icon],
  template: `
    <div role="alert">
      @if (message(); as text) {
        <p><tally-icon name="warning" />{{ text }}</p>
      }
    </div>
  `,
  styles: `
    /* The empty region waits outside the flow: it must not leave a gap. */
    :host(:not(:has(p))) {
      position: absolute;
    }
    p {
      display: flex;
      gap: var(--space-2);
      padding: var(--space-2) var(--space-3);
      border-radius: var(--radius-1);
      background: var(--danger-soft);
      color: var(--danger);
      font-size: var(--text-s);
    }
  `,
})
export class FormError {
  readonly message = input<string>()
}
