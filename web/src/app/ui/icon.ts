import { Component, computed, input } from '@angular/core'
import { icons, type IconName } from './icons'

/** A picture beside a text, or in a control that has an accessible name: it says nothing itself. */
@Component({
  selector: 'tally-icon',
  template: `<svg viewBox="0 0 24 24" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    svg {
      inline-size: var(--icon-size, 20px);
      block-size: var(--icon-size, 20px);
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>()

  protected readonly path = computed(() => icons[this.name()])
}
