import { Component, input, output } from '@angular/core'
import { Icon } from '../ui/icon'
import { Mark } from '../ui/mark'

/**
 * One thing to say in the middle of an otherwise empty window, and a way to go on; without a heading it is still
 * loading.
 */
@Component({
  selector: 'tally-middle',
  imports: [Icon, Mark],
  template: `
    <tally-mark />
    @if (heading()) {
      <div role="alert">
        <h1 tabindex="-1">{{ heading() }}</h1>
        <p>{{ text() }}</p>
      </div>
      <button type="button" class="button" (click)="again.emit()"><tally-icon name="restore" />Try again</button>
    } @else {
      <p class="visually-hidden" role="status">Loading…</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      align-content: center;
      justify-items: center;
      gap: var(--space-4);
      min-block-size: var(--middle-block-size, 100dvh);
      padding: var(--space-5);
      text-align: center;
      animation: appear 200ms 300ms both;
    }
    tally-mark {
      --icon-size: 40px;
    }
    div {
      display: grid;
      gap: var(--space-2);
    }
    h1 {
      font: 500 var(--text-xl) / 1.2 var(--font-display);
    }
    p {
      color: var(--ink-soft);
    }
    @keyframes appear {
      from {
        opacity: 0;
      }
    }
  `,
})
export class Middle {
  readonly heading = input<string>()
  readonly text = input<string>()
  readonly again = output()
}
