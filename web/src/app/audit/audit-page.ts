import { Component, computed, effect, inject, input, signal } from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import { UserStore } from '../accounts/user-store'
import { ApiProblem } from '../api/problem'
import { Today } from '../device/today'
import { EmptyState } from '../ui/empty-state'
import { Icon } from '../ui/icon'
import { PageHeader } from '../ui/page-header'
import { RowsLoading } from '../ui/rows-loading'
import { Toasts } from '../ui/toasts/toasts'
import { TryAgain } from '../ui/try-again'
import { groupByDay } from './audit-days'
import type { AuditFilter } from './audit-filter'
import { AuditFilters } from './audit-filters'
import { AuditLine } from './audit-line'
import { AuditStore } from './audit-store'

/** What happened to accounts and sessions, for admins; what to look for is in the address. */
@Component({
  selector: 'tally-audit-page',
  imports: [AuditFilters, AuditLine, EmptyState, Icon, PageHeader, RouterLink, RowsLoading, TryAgain],
  host: { class: 'page' },
  templateUrl: './audit-page.html',
  styleUrl: './audit-page.css',
})
export class AuditPage {
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)
  private readonly today = inject(Today)
  protected readonly store = inject(AuditStore)

  readonly kind = input<string>()
  readonly user = input<string>()
  readonly from = input<string>()
  readonly until = input<string>()

  protected readonly filter = computed<AuditFilter>(() => ({
    kind: this.kind() ?? '',
    user: this.user() ?? '',
    from: this.from() ?? '',
    until: this.until() ?? '',
  }))
  protected readonly isFiltered = computed(() => Object.values(this.filter()).some((part) => part !== ''))
  protected readonly days = computed(() => groupByDay(this.store.entries(), this.today.now()))
  protected readonly isReadingOlder = signal(false)

  constructor() {
    inject(UserStore).reload()
    effect(() => this.store.read(this.filter()))
  }

  protected look(change: Partial<AuditFilter>): void {
    const queryParams = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value || null]))
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' })
  }

  protected async showOlder(): Promise<void> {
    if (this.isReadingOlder()) return
    this.isReadingOlder.set(true)
    try {
      await this.store.readOlder()
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      this.toasts.show({ text: `${reason.title}.`, tone: 'danger' })
    } finally {
      this.isReadingOlder.set(false)
    }
  }
}
