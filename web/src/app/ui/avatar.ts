import { Component, computed, input } from '@angular/core'

/** The first letter of a name in a circle; beside the name, so it says nothing to screen readers. */
@Component({
  selector: 'tally-avatar',
  host: { 'aria-hidden': 'true' },
  template: `{{ initial() }}`,
  styles: `
    :host {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: var(--avatar-size, 36px);
      block-size: var(--avatar-size, 36px);
      border-radius: 50%;
      background: var(--accent-soft);
      color: var(--accent-strong);
      font-size: calc(var(--avatar-size, 36px) * 0.45);
      font-weight: 600;
      line-height: 1;
    }
  `,
})
export class Avatar {
  readonly name = input.required<string>()

  protected readonly initial = computed(() => firstLetter(this.name()).toLocaleUpperCase())
}

/** What people see as the first letter: it may be several code points, as in many scripts and in emoji. */
function firstLetter(text: string): string {
  for (const { segment } of new Intl.Segmenter().segment(text)) return segment
  return ''
}
