import { Component, computed, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { Session as Device } from '@tally/contract'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { ApiProblem } from '../api/problem'
import { Today } from '../device/today'
import { Icon } from '../ui/icon'
import { RowsLoading } from '../ui/rows-loading'
import { timeAgo } from '../ui/time-ago'
import { Toasts } from '../ui/toasts/toasts'
import { TryAgain } from '../ui/try-again'
import { Session } from './session'

/** Where I am signed in, and where somebody else may have been; ends any of those sessions, or all but this one. */
@Component({
  selector: 'tally-sessions-page',
  imports: [Icon, RouterLink, RowsLoading, TryAgain],
  templateUrl: './sessions-page.html',
  styleUrl: './sessions-page.css',
})
export class SessionsPage {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  private readonly toasts = inject(Toasts)
  private readonly today = inject(Today)

  private readonly sessions = asked(
    () => true,
    () => this.api.call('GET /api/auth/sessions'),
  )
  protected readonly hasFailed = this.sessions.hasFailed
  private readonly loaded = computed(() => this.sessions.value() ?? [])
  /** Those that are over since two had them; the latest first. */
  protected readonly copied = computed(() =>
    this.loaded().flatMap(({ id, device, reusedAt }) =>
      reusedAt === undefined ? [] : [{ id, device, ended: timeAgo(reusedAt, this.today.now()) }],
    ),
  )
  /** This one first, then the most recently used. */
  protected readonly devices = computed(() =>
    this.loaded()
      .filter(({ reusedAt }) => reusedAt === undefined)
      .toSorted((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt - a.lastUsedAt)
      .map((device) => ({ ...device, used: timeAgo(device.lastUsedAt, this.today.now()) })),
  )
  protected readonly hasOthers = computed(() => this.devices().some((device) => !device.current))

  protected reload(): void {
    this.sessions.reload()
  }

  protected signOut(): void {
    void this.session.signOut()
  }

  protected end(id: string): Promise<void> {
    return this.forget(
      () => this.api.call('DELETE /api/auth/sessions/:id', { params: { id } }),
      (device) => device.id === id,
    )
  }

  protected endOthers(): Promise<void> {
    return this.forget(
      () => this.api.call('DELETE /api/auth/sessions'),
      (device) => !device.current && device.reusedAt === undefined,
      'Other devices signed out.',
    )
  }

  /** The person knows that two had this one. */
  protected know(id: string): Promise<void> {
    return this.forget(
      async () => {
        await this.api.call('DELETE /api/auth/sessions/:id', { params: { id } })
        await this.session.askAnew()
      },
      (device) => device.id === id,
      'Removed from the list.',
    )
  }

  private async forget(
    ask: () => Promise<void>,
    isGone: (device: Device) => boolean,
    text = 'Device signed out.',
  ): Promise<void> {
    try {
      await ask()
      this.sessions.set(this.sessions.value()?.filter((device) => !isGone(device)))
      this.toasts.show({ text })
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      this.toasts.show({ text: `${reason.title}.`, tone: 'danger' })
      this.reload()
    }
  }
}
