import { computed, inject, Service, signal } from '@angular/core'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { Session } from '../sessions/session'
import { toAuditQuery, type AuditFilter } from './audit-filter'

/** The audit log as far as it was read, the newest entry first; for admins. */
@Service()
export class AuditStore {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  private readonly filter = signal<AuditFilter | undefined>(undefined)
  private readonly log = asked(
    () => {
      const filter = this.filter()
      // The store outlives the admin: others must not ask for what is for admins.
      return filter && this.session.isAdmin() ? { filter, reader: this.session.user()?.id } : undefined
    },
    ({ filter }) => this.api.page('GET /api/audit', { query: toAuditQuery(filter) }),
  )

  readonly isLoading = this.log.isLoading
  readonly hasFailed = this.log.hasFailed
  readonly entries = computed(() => this.log.value()?.items ?? [])
  readonly hasOlder = computed(() => this.log.value()?.next !== undefined)

  /** Reads the newest entries that fit, also when the filter is the same as before. */
  read(filter: AuditFilter): void {
    this.filter.set({ ...filter })
  }

  /** Reads again what could not be read. */
  reload(): void {
    this.log.reload()
  }

  /** Adds the page after the last one, unless the filter changes meanwhile. @throws ApiProblem `offline` … */
  async readOlder(): Promise<void> {
    const before = this.log.value()
    const page = await before?.next?.()
    if (!before || !page || this.log.value() !== before) return
    this.log.set({ items: [...before.items, ...page.items], next: page.next })
  }
}
