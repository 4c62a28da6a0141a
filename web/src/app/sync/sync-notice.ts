import { Component, inject } from '@angular/core'
import { Replica } from './replica'

/** Says that this app is too old for the server, so that changes stay on this device until it is loaded again. */
@Component({
  selector: 'tally-sync-notice',
  template: `
    @if (isTooOld()) {
      <div role="alert">
        <p>There is a newer Tally. Your changes are safe on this device and wait for it.</p>
        <button class="button" type="button" (click)="reload()">Load it</button>
      </div>
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    div {
      position: fixed;
      z-index: 19;
      inset-block-start: var(--space-2);
      inset-inline: var(--space-2);
      inline-size: fit-content;
      margin-inline: auto;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-2) var(--space-4);
      border: 1px solid var(--line);
      border-radius: var(--radius-2);
      background: var(--paper-raised);
      box-shadow: var(--shadow-1);
    }
  `,
})
export class SyncNotice {
  protected readonly isTooOld = inject(Replica).isTooOld

  protected reload(): void {
    location.reload()
  }
}
