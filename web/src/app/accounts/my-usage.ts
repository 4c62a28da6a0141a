import { Component, computed, inject } from '@angular/core'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { RowsLoading } from '../ui/rows-loading'
import { TryAgain } from '../ui/try-again'
import { formatAmount, formatFullness, type UsageName } from './format-usage'

const labels: readonly (readonly [UsageName, string])[] = [
  ['lists', 'Lists'],
  ['todos', 'Todos'],
  ['textBytes', 'Text'],
]

/** How much the person who is signed in has in their lists, of how much they may have. */
@Component({
  selector: 'tally-my-usage',
  imports: [RowsLoading, TryAgain],
  template: `
    <section aria-labelledby="usage-heading">
      <h2 id="usage-heading">Your usage</h2>
      <p class="lead">Everything in the lists you own counts, including the trash.</p>
      @if (hasFailed()) {
        <tally-try-again what="your usage" (again)="usage.reload()" />
      } @else {
        <ul>
          @for (row of rows(); track row.name) {
            <li>
              <p class="words">
                <span>{{ row.label }}</span
                ><span class="amount">{{ row.amount }}</span>
              </p>
              <div
                class="bar"
                role="meter"
                [attr.aria-label]="row.label"
                aria-valuemin="0"
                [attr.aria-valuenow]="row.now"
                [attr.aria-valuemax]="row.max"
                [attr.aria-valuetext]="row.amount"
                [class.nearly-full]="row.note !== ''"
              >
                <i [style.inline-size.%]="(row.now / row.max) * 100"></i>
              </div>
              @if (row.note) {
                <p class="note">{{ row.note }}</p>
              }
            </li>
          } @empty {
            <li><tally-rows-loading /></li>
          }
        </ul>
      }
    </section>
  `,
  styleUrls: ['./settings-section.css', './my-usage.css'],
})
export class MyUsage {
  private readonly api = inject(Api)

  protected readonly usage = asked(
    () => true,
    () => this.api.call('GET /api/me/usage'),
  )
  protected readonly hasFailed = this.usage.hasFailed
  /** Empty until it is loaded. */
  protected readonly rows = computed(() => {
    const usage = this.usage.value()
    if (!usage) return []
    return labels.map(([name, label]) => {
      const { used, max } = usage[name]
      return {
        name,
        label,
        amount: `${formatAmount(name, used)} of ${formatAmount(name, max)}`,
        // Who is over a quota that was lowered has a full bar.
        now: Math.min(used, max),
        max,
        note: formatFullness(name, usage[name]),
      }
    })
  })
}
