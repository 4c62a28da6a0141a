import { Component, effect, type ElementRef, input, output, viewChild } from '@angular/core'
import { CopyField } from '../ui/fields/copy-field'

/** Shows, this once, a secret that an admin hands over to somebody; what to do with it is put inside. */
@Component({
  selector: 'tally-handover-card',
  imports: [CopyField],
  host: { class: 'card', role: 'group', '[attr.aria-label]': 'heading()' },
  template: `
    <h2 #title tabindex="-1">{{ heading() }}</h2>
    <p><ng-content /></p>
    <tally-copy-field [label]="label()" [text]="secret()" />
    <button type="button" class="button" (click)="done.emit()">Done</button>
  `,
  styleUrl: './people-card.css',
  styles: `
    h2:focus {
      outline: none;
    }
    .button {
      justify-self: start;
    }
  `,
})
export class HandoverCard {
  readonly heading = input.required<string>()
  /** What the secret is, such as “One-time password”. */
  readonly label = input.required<string>()
  readonly secret = input.required<string>()
  readonly done = output()

  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title')

  constructor() {
    // Also when a second secret takes the place of the first.
    effect(() => {
      this.secret()
      this.title().nativeElement.focus()
    })
  }
}
