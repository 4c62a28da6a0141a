import { Component, input } from '@angular/core'
import { Icon } from './icon'
import type { IconName } from './icons'

/** What stands where nothing is: a line that says so, and within it the one next thing to do. */
@Component({
  selector: 'tally-empty-state',
  imports: [Icon],
  template: `
    @if (icon(); as name) {
      <tally-icon [name]="name" />
    }
    @if (heading()) {
      <p class="heading">{{ heading() }}</p>
    }
    <p class="text"><ng-content /></p>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--space-1);
      padding: var(--space-7) var(--space-4);
      text-align: center;
      color: var(--ink-soft);
    }
    tally-icon {
      --icon-size: 32px;
      margin-block-end: var(--space-2);
      color: var(--ink-faint);
    }
    .heading {
      font: 500 var(--text-l) / 1.3 var(--font-display);
      color: var(--ink);
    }
    .text {
      max-inline-size: 44ch;
      text-wrap: balance;
    }
  `,
})
export class EmptyState {
  readonly icon = input<IconName>()
  readonly heading = input('')
}
