import { Component, input } from '@angular/core'
import type { SavedField } from './saved-field'
import { TooLong } from './too-long'

/**
 * What has to be said about a text that is being typed: that it was changed elsewhere meanwhile, which asks what to
 * keep, that it is too long to be saved, or that it was typed before and never saved.
 */
@Component({
  selector: 'tally-field-notices',
  imports: [TooLong],
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
    <tally-too-long [by]="field().excess()" />
    @if (field().isRestored()) {
      <div role="status">
        <p>You typed this earlier. It isn’t saved yet.</p>
        <button class="button" type="button" (click)="field().saveRestored()">Save</button>
        <button class="button button-quiet" type="button" (click)="field().takeTheirs()">Discard</button>
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
    [role='status'] p {
      flex-basis: 0;
    }
  `,
  // A click must not take the focus from the field, which would save what is in it.
  host: { '(mousedown)': '$event.preventDefault()' },
})
export class FieldNotices {
  readonly field =
    input.required<
      Pick<SavedField, 'conflict' | 'excess' | 'isRestored' | 'keepMine' | 'saveRestored' | 'takeTheirs'>
    >()
}
