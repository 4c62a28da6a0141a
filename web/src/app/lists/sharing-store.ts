import { computed, effect, inject, Service, signal, untracked } from '@angular/core'
import type { InvitedPerson, List, ListLink, MadeListLink, Member, NewMember, SharedRole } from '@tally/contract'
import { Api } from '../api/api'
import { asked } from '../api/asked'

/**
 * Whom the list in the share dialog waits for, and its links. Asked of the server each time, since only it knows:
 * unlike who has the list, none of this is kept on the device.
 */
@Service()
export class SharingStore {
  private readonly api = inject(Api)
  /** The list of the open dialog. */
  private readonly list = signal<Pick<List, 'id' | 'ver'> | undefined>(undefined)
  private readonly listId = computed(() => this.list()?.id)
  private readonly sharing = asked(this.listId, (id) => this.api.call('GET /api/lists/:id/sharing', { params: { id } }))

  readonly hasFailed = this.sharing.hasFailed
  readonly isLoading = computed(() => this.sharing.isLoading() && !this.loaded())
  private readonly loaded = this.sharing.value
  /** Whether people can be invited by name; true until the server says otherwise. */
  readonly isByUsername = computed(() => this.loaded()?.byUsername ?? true)
  /** Who has not answered yet; empty until that is known. */
  readonly invited = computed((): readonly InvitedPerson[] => this.loaded()?.invited ?? [])
  /** The links that can be used, the newest first; empty until that is known. */
  readonly links = computed((): readonly ListLink[] => this.loaded()?.links ?? [])

  constructor() {
    let seen: Pick<List, 'id' | 'ver'> | undefined
    effect(() => {
      const list = this.list()
      // Every change of who has a list, is invited, or of its links makes another `ver`.
      if (list && seen?.id === list.id && seen.ver !== list.ver) untracked(() => this.sharing.reload())
      seen = list
    })
  }

  /** Shows how this list is shared, and keeps that up to date; nothing any more without one. */
  show(list: List | undefined): void {
    this.list.set(list)
  }

  reload(): void {
    this.sharing.reload()
  }

  /** Invites a person to a list. @throws ApiProblem `user-not-found`, `not-invitable`, `offline` … */
  async invite(list: List, person: NewMember): Promise<Member | InvitedPerson> {
    const params = { id: list.id }
    return this.andReload(this.api.call('POST /api/lists/:id/members', { params, body: person }))
  }

  /** Takes an invitation back. @throws ApiProblem `user-not-found`, `offline` … */
  async revoke(list: List, { userId }: InvitedPerson): Promise<void> {
    await this.andReload(this.api.call('DELETE /api/lists/:id/members/:userId', { params: { id: list.id, userId } }))
  }

  /** Offers a list to one of its members, who owns it once they accept. @throws ApiProblem `not-invitable` … */
  async offer(list: List, { userId }: Member): Promise<void> {
    await this.put(list, userId, 'owner')
  }

  /** Takes the offer back. @throws ApiProblem `offline` … */
  async withdraw(list: List, { userId, role }: Member): Promise<void> {
    await this.put(list, userId, role)
  }

  /** Answers the link with its secret, which nobody can ask for again. @throws ApiProblem `too-many-links` … */
  makeLink(list: List, role: SharedRole): Promise<MadeListLink> {
    return this.andReload(this.api.call('POST /api/lists/:id/links', { params: { id: list.id }, body: { role } }))
  }

  /** Takes a link back. @throws ApiProblem `invitation-not-found`, `offline` … */
  async revokeLink(list: List, { id: linkId }: ListLink): Promise<void> {
    await this.andReload(this.api.call('DELETE /api/lists/:id/links/:linkId', { params: { id: list.id, linkId } }))
  }

  private async put(list: List, userId: string, role: Member['role']): Promise<void> {
    const params = { id: list.id, userId }
    await this.andReload(this.api.call('PUT /api/lists/:id/members/:userId', { params, body: { role } }))
  }

  /** Also where it was refused: somebody else may have been quicker. */
  private async andReload<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    } finally {
      this.sharing.reload()
    }
  }
}
