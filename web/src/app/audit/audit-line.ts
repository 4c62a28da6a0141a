import { Component, computed, input } from '@angular/core'
import type { AuditEntry } from '@tally/contract'
import { appLocale } from '../device/locale'
import { Icon } from '../ui/icon'
import { auditIcon, formatAuditEntry } from './format-audit-entry'

/** One thing that happened: a sentence, and more quietly when and from where. */
@Component({
  selector: 'tally-audit-line',
  imports: [Icon],
  template: `
    <tally-icon [name]="icon()" [class.alarming]="icon() === 'warning'" />
    <div class="words">
      <p>{{ words() }}</p>
      <p class="detail">
        <time [attr.datetime]="iso()" [title]="exactly()">{{ time() }}</time>
        @for (part of from(); track $index) {
          <span> · {{ part }}</span>
        }
      </p>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      gap: var(--space-3);
      padding-block: var(--space-2);
      border-block-end: 1px solid var(--line);
    }
    tally-icon {
      margin-block-start: 2px;
      color: var(--ink-faint);
    }
    .alarming {
      color: var(--danger);
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .detail {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class AuditLine {
  readonly entry = input.required<AuditEntry>()

  protected readonly icon = computed(() => auditIcon(this.entry()))
  protected readonly words = computed(() => formatAuditEntry(this.entry()))
  private readonly date = computed(() => new Date(this.entry().at))
  protected readonly iso = computed(() => this.date().toISOString())
  protected readonly exactly = computed(() =>
    this.date().toLocaleString(appLocale, { dateStyle: 'full', timeStyle: 'long' }),
  )
  protected readonly time = computed(() => this.date().toLocaleTimeString(appLocale, { timeStyle: 'short' }))
  /** Nothing for what was done on the command line of the server. */
  protected readonly from = computed(() => {
    const { address, device } = this.entry()
    return [address, device].filter((part) => part !== null)
  })
}
