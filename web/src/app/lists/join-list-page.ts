import { Component, computed, effect, inject, signal } from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import type { OpenListLink } from '@tally/contract'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { ApiProblem } from '../api/problem'
import { Session } from '../sessions/session'
import { Replica } from '../sync/replica'
import { isolated } from '../ui/isolated'
import { Mark } from '../ui/mark'
import { RowsLoading } from '../ui/rows-loading'
import { Toasts } from '../ui/toasts/toasts'
import { TryAgain } from '../ui/try-again'
import { ListLink } from './list-link'
import { ListStore } from './list-store'

/** Asks somebody who opened the link to a list whether they want to join it. */
@Component({
  selector: 'tally-join-list-page',
  imports: [Mark, RouterLink, RowsLoading, TryAgain],
  templateUrl: './join-list-page.html',
  styleUrl: '../sessions/card-page.css',
})
export class JoinListPage {
  private readonly api = inject(Api)
  private readonly link = inject(ListLink)
  private readonly lists = inject(ListStore)
  private readonly replica = inject(Replica)
  private readonly router = inject(Router)
  private readonly toasts = inject(Toasts)

  protected readonly user = inject(Session).user
  private readonly asked = asked(
    () => ({ link: this.link.token() }),
    ({ link }) => this.ask(link),
  )
  protected readonly isLoading = this.asked.isLoading
  protected readonly hasFailed = this.asked.hasFailed
  private readonly answer = this.asked.value
  protected readonly isOver = computed(() => this.answer() === 'over')
  protected readonly offer = computed(() => {
    const answer = this.answer()
    return typeof answer === 'object' ? answer : undefined
  })
  protected readonly heading = computed(() => {
    if (this.isOver()) return 'This link no longer works'
    const offer = this.offer()
    return offer ? `Join “${isolated(offer.listName)}”?` : 'Join a list'
  })
  /** The list that was joined, on its way to this device. */
  private readonly joined = signal<string | undefined>(undefined)
  protected readonly isJoining = signal(false)

  constructor() {
    effect(() => {
      const id = this.joined()
      if (id !== undefined && this.lists.find(id)) void this.leaveFor(id)
    })
  }

  protected askAgain(): void {
    this.asked.reload()
  }

  protected async join(): Promise<void> {
    const link = this.link.token()
    if (link === undefined || this.isJoining()) return
    this.isJoining.set(true)
    try {
      const { id } = await this.api.call('POST /api/lists/join', { body: { link } })
      this.joined.set(id)
      this.replica.load()
    } catch (reason) {
      if (!(reason instanceof ApiProblem)) throw reason
      this.isJoining.set(false)
      if (reason.code === 'invitation-not-found') this.asked.reload()
      else this.toasts.show({ text: `${reason.title}.`, tone: 'danger' })
    }
  }

  private async leaveFor(id: string): Promise<void> {
    this.link.token.set(undefined)
    await this.router.navigate(['/todos/list', id], { replaceUrl: true })
  }

  private async ask(link: string | undefined): Promise<OpenListLink | 'over'> {
    if (link === undefined) return 'over'
    try {
      return await this.api.call('POST /api/lists/join/check', { body: { link } })
    } catch (reason) {
      if (reason instanceof ApiProblem && reason.code === 'invitation-not-found') return 'over'
      throw reason
    }
  }
}
