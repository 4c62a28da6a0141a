import { Component } from '@angular/core'

/** The shape of rows that are on their way. It appears after 150 ms only, so that a quick answer never flickers. */
@Component({
  selector: 'tally-rows-loading',
  template: `
    <p class="visually-hidden" role="status">Loading…</p>
    @for (width of widths; track $index) {
      <div class="row" aria-hidden="true">
        <span class="dot"></span><span class="line" [style.inline-size.%]="width"></span>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
      animation: appear 200ms 150ms both;
    }
    .row {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      block-size: calc(var(--row) + var(--space-1));
    }
    .dot,
    .line {
      background: color-mix(in srgb, var(--ink) 9%, transparent);
    }
    .dot {
      inline-size: 20px;
      block-size: 20px;
      border-radius: 50%;
    }
    .line {
      block-size: 12px;
      border-radius: 6px;
    }
    @keyframes appear {
      from {
        opacity: 0;
      }
    }
  `,
})
export class RowsLoading {
  protected readonly widths = [46, 62, 38, 54, 30]
}
