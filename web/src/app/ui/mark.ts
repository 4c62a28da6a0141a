import { Component } from '@angular/core'

/** The mark of Tally: four strokes and one across. */
@Component({
  selector: 'tally-mark',
  template: `
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M5 4v16M9.7 4v16M14.3 4v16M19 4v16" />
      <path class="across" d="M2 16.5 22 7.5" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    svg {
      inline-size: var(--icon-size, 24px);
      block-size: var(--icon-size, 24px);
      fill: none;
      stroke: currentColor;
      stroke-width: 1.8;
      stroke-linecap: round;
    }
    .across {
      stroke: var(--accent);
    }
  `,
})
export class Mark {}
