import { Component } from '@angular/core'
import { Mark } from '../ui/mark'

/** What people see when something broke that nobody expected. */
@Component({
  selector: 'tally-broken',
  imports: [Mark],
  template: `
    <tally-mark />
    <div role="alert">
      <h1>Something went wrong</h1>
      <p>This page could not go on. What was saved is safe.</p>
    </div>
    <button type="button" class="button button-primary" (click)="reload()">Try again</button>
  `,
  styleUrl: './middle.css',
})
export class Broken {
  protected reload(): void {
    location.reload()
  }
}
