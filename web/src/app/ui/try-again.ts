import { Component, input, output } from '@angular/core'
import { Icon } from './icon'

/** Says plainly that something could not be loaded, and offers to try again. */
@Component({
  selector: 'tally-try-again',
  imports: [Icon],
  template: `
    <div role="alert">
      <p>Couldn’t load {{ what() }}.</p>
      <button type="button" class="button" (click)="again.emit()"><tally-icon name="restore" />Try again</button>
    </div>
  `,
  styles: `
    div {
      display: grid;
      justify-items: start;
      gap: var(--space-3);
      padding-block: var(--space-5);
      color: var(--ink-soft);
    }
  `,
})
export class TryAgain {
  /** The thing that is missing, as the beginning of a sentence: “The list”. */
  readonly what = input.required<string>()
  readonly again = output()
}
