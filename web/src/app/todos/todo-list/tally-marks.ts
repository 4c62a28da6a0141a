import { Component, computed, input } from '@angular/core'

/** How many strokes each group has: fives, then what is left. */
export function tallyGroups(count: number): number[] {
  const fives = Array.from({ length: Math.floor(count / 5) }, () => 5)
  return count % 5 === 0 ? fives : [...fives, count % 5]
}

/** A number in tally marks: four strokes and one across. */
@Component({
  selector: 'tally-marks',
  template: `
    @for (strokes of groups(); track $index) {
      <svg viewBox="0 0 30 24" width="30" height="24" aria-hidden="true">
        @for (x of uprights.slice(0, strokes); track x) {
          <path [attr.d]="'M' + x + ' 3.5 L' + (x - 0.8) + ' 20.5'" />
        }
        @if (strokes === 5) {
          <path d="M1.5 17.5 L27 6.5" />
        }
      </svg>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-1) var(--space-2);
      color: var(--accent);
    }
    path {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.75;
      stroke-linecap: round;
    }
  `,
})
export class TallyMarks {
  readonly count = input.required<number>()

  protected readonly uprights = [5, 11, 17, 23]
  protected readonly groups = computed(() => tallyGroups(this.count()))
}
