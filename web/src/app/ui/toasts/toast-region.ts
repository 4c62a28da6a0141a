import { NgComponentOutlet } from '@angular/common'
import { Component, inject } from '@angular/core'
import { Calm } from '../calm'
import { loadedWhen } from '../loaded-when'
import { Toasts } from './toasts'

/** The corner of the screen where toasts appear. It is there from the start, or screen readers would miss the first. */
@Component({
  selector: 'tally-toast-region',
  imports: [NgComponentOutlet],
  host: { role: 'region', 'aria-label': 'Messages' },
  template: `
    <div aria-live="polite" aria-relevant="additions">
      @for (toast of toasts.shown(); track toast.id) {
        <ng-container [ngComponentOutlet]="card() ?? null" [ngComponentOutletInputs]="{ toast }" />
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
  private readonly calm = inject(Calm)
  protected readonly toasts = inject(Toasts)
  protected readonly card = loadedWhen(
    () => this.calm.isCalm() || this.toasts.shown().length > 0,
    () => import('./toast-card').then((m) => m.ToastCard),
  )
}
