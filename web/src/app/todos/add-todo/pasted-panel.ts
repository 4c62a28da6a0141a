import { Component, computed, input } from '@angular/core'
import { Written } from '../../ui/written'
import type { PastedLine } from './pasted-lines'

export { pastedLines } from './pasted-lines'

/** How many pasted lines are added at once; the others stay, to be added next. */
const mostAtOnce = 1_000

/** Asks what becomes of pasted lines. Loaded when somebody pastes some: a list is read without it. */
@Component({
  selector: 'tally-pasted-panel',
  imports: [Written],
  template: `
    <div class="pasted card" role="group" aria-label="Pasted lines" (keydown.escape)="forget()()">
      <p>
        You pasted {{ count() }} lines, from “<bdi [tallyWritten]="lines()[0]?.title"></bdi>” to “<bdi
          [tallyWritten]="lines().at(-1)?.title"
        ></bdi
        >”.
      </p>
      <div class="choices">
        <button class="button button-primary" type="button" (click)="add()(mostAtOnce)">{{ action() }}</button>
        <button class="button" type="button" (click)="join()()">Add as one todo</button>
        <button class="button button-quiet" type="button" (click)="forget()()">Cancel</button>
      </div>
    </div>
  `,
  styles: `
    .pasted {
      display: grid;
      gap: var(--space-3);
      margin-block-start: var(--space-2);
      padding: var(--space-3) var(--space-4);
      font-size: var(--text-s);
      overflow-wrap: anywhere;
    }
    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
    }
  `,
})
export class PastedPanel {
  readonly lines = input.required<readonly PastedLine[]>()
  /** Adds so many of them as todos. */
  readonly add = input.required<(count: number) => void>()
  /** Makes one text of them. */
  readonly join = input.required<() => void>()
  readonly forget = input.required<() => void>()

  protected readonly mostAtOnce = mostAtOnce
  protected readonly count = computed(() => this.lines().length.toLocaleString())
  protected readonly action = computed(() => {
    const { length } = this.lines()
    const most = Math.min(length, mostAtOnce).toLocaleString()
    return length > mostAtOnce ? `Add the first ${most} todos` : `Add ${most} todos`
  })
}
