import { Component, input, output } from '@angular/core'
import { Mark } from '../ui/mark'

/** What stands on the screen until it is known who is there; it appears only when that takes a while. */
@Component({
  selector: 'tally-starting',
  imports: [Mark],
  template: `
    <tally-mark />
    @if (isOffline()) {
      <div role="alert">
        <h1>Tally cannot be reached</h1>
        <p>It will go on by itself as soon as the connection is back.</p>
      </div>
      <button type="button" class="button" (click)="again.emit()">Try again</button>
    } @else {
      <p class="visually-hidden" role="status">Loading …</p>
    }
  `,
  styleUrl: './middle.css',
})
export class Starting {
  readonly isOffline = input(false)
  readonly again = output()
}
