import { Component, inject } from '@angular/core'
import { ToastCard } from './toast-card'
import { Toasts } from './toasts'

/** The corner of the screen where toasts appear. It is there from the start, or screen readers would miss the first. */
@Component({
  selector: 'tally-toast-region',
  imports: [ToastCard],
  host: { role: 'region', 'aria-label': 'Messages' },
  template: `
    <div aria-live="polite" aria-relevant="additions">
      @for (toast of toasts.shown(); track toast.id) {
        <tally-toast-card [toast]="toast" (gone)="toasts.dismiss(toast.id)" />
      }
    </div>
  `,
  styles: `
    :host {
      position: fixed;
      z-index: 30;
      inset-block-end: calc(var(--space-5) + var(--bottom-bar, 0px) + env(safe-area-inset-bottom));
      inset-inline: var(--space-4);
      display: grid;
      justify-content: center;
      pointer-events: none;
    }
    div {
      display: grid;
      gap: var(--space-2);
      inline-size: min(26rem, calc(100vw - 2 * var(--space-4)));
    }
  `,
})
export class ToastRegion {
  protected readonly toasts = inject(Toasts)
}
