import { Component, input } from '@angular/core'

/** Says by how many characters a text is too long to be saved; it stays in its field as it is. */
@Component({
  selector: 'tally-too-long',
  template: `
    <p role="status">
      @if (by() > 0) {
        {{ by().toLocaleString() }} {{ by() === 1 ? 'character' : 'characters' }} too many to save.
      }
    </p>
  `,
  styles: `
    p {
      color: var(--danger);
      font-size: var(--text-s);
    }
    p:empty {
      display: none;
    }
  `,
})
export class TooLong {
  /** How many characters are too many; 0 when the text fits. */
  readonly by = input.required<number>()
}
