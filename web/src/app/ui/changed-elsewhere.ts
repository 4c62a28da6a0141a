import { Component, input } from '@angular/core'
import type { SavedField } from './saved-field'

/** Says that a text was changed elsewhere while the person was typing, and asks which of the two to keep. */
@Component({
  selector: 'tally-changed-elsewhere',
  template: `
    @if (field().conflict() !== undefined) {
      <div role="alert">
        <p>
          Changed elsewhere to <q>{{ field().conflict() }}</q>
        </p>
        <button class="button" type="button" (click)="field().keepMine()">Keep mine</button>
        <button class="button" type="button" (click)="field().takeTheirs()">Take theirs</button>
      </div>
    }
  `,
  styles: `
    div {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2);
      padding: var(--space-2);
      border: 1px solid var(--line);
      border-radius: var(--radius-1);
      background: var(--paper-raised);
      font-size: var(--text-s);
    }
    p {
      /* On a phone so wide that both buttons go below it, side by side. */
      flex: 1 1 16rem;
      max-block-size: 6lh;
      overflow: auto;
      overflow-wrap: anywhere;
    }
  `,
  // A click must not take the focus from the field, which would save what is in it.
  host: { '(mousedown)': '$event.preventDefault()' },
})
export class ChangedElsewhere {
  readonly field = input.required<Pick<SavedField, 'conflict' | 'keepMine' | 'takeTheirs'>>()
}
