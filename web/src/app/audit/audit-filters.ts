import { Component, computed, inject, input, output } from '@angular/core'
import { UserStore } from '../accounts/user-store'
import type { AuditFilter } from './audit-filter'
import { auditKindChoices } from './format-audit-entry'

/** What of the audit log to show: each change is told at once. */
@Component({
  selector: 'tally-audit-filters',
  host: { role: 'search', 'aria-label': 'Audit log' },
  template: `
    <div class="field">
      <label for="audit-kind">What</label>
      <select #kind id="audit-kind" (change)="changed.emit({ kind: kind.value })">
        <option value="" [selected]="filter().kind === ''">Everything</option>
        @for (choice of kinds; track choice.kind) {
          <option [value]="choice.kind" [selected]="choice.kind === filter().kind">{{ choice.label }}</option>
        }
      </select>
    </div>
    <div class="field">
      <label for="audit-user">Who</label>
      <select #user id="audit-user" (change)="changed.emit({ user: user.value })">
        <option value="" [selected]="filter().user === ''">Everyone</option>
        @for (person of people(); track person.id) {
          <option [value]="person.id" [selected]="person.id === filter().user">{{ person.displayName }}</option>
        }
      </select>
    </div>
    <div class="field">
      <label for="audit-from">From</label>
      <input #from type="date" id="audit-from" [value]="filter().from" (change)="lookFrom(from.value)" />
    </div>
    <div class="field">
      <label for="audit-until">Until</label>
      <input #until type="date" id="audit-until" [value]="filter().until" (change)="lookUntil(until.value)" />
    </div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: var(--space-3);
    }
    @media (width < 640px) {
      :host {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
    }
  `,
})
export class AuditFilters {
  private readonly users = inject(UserStore)

  readonly filter = input.required<AuditFilter>()
  readonly changed = output<Partial<AuditFilter>>()

  protected readonly kinds = auditKindChoices
  /** Also who is asked for and is not here any more, or not yet known. */
  protected readonly people = computed(() => {
    const people = this.users.people()
    const id = this.filter().user
    const isKnown = id === '' || people.some((person) => person.id === id)
    return isKnown ? people : [...people, { id, displayName: 'Deleted account' }]
  })

  protected lookFrom(from: string): void {
    if (isComplete(from)) this.changed.emit({ from })
  }

  protected lookUntil(until: string): void {
    if (isComplete(until)) this.changed.emit({ until })
  }
}

/** While the 2026 of a date is typed, the field says 0002, 0020 and 0202. */
function isComplete(day: string): boolean {
  return day === '' || day >= '1970'
}
