import { computed, inject, Service } from '@angular/core'
import type { MadeInvitation, Role } from '@tally/contract'
import { Api } from '../api/api'
import { asked } from '../api/asked'
import { Session } from '../sessions/session'
import { changeLoaded } from './change-loaded'

/** The invitations that can still be used, and whether links are on at all; for admins. */
@Service()
export class InvitationStore {
  private readonly api = inject(Api)
  private readonly session = inject(Session)
  /** The admin who is signed in. The store outlives them: others must not ask for what is for admins. */
  private readonly adminId = computed(() => (this.session.isAdmin() ? this.session.user()?.id : undefined))
  private readonly invitations = asked(this.adminId, () => this.api.call('GET /api/invitations'))
  private readonly setup = asked(this.adminId, () => this.api.call('GET /api/setup'))

  readonly hasFailed = this.invitations.hasFailed
  /** The newest first; empty until they are loaded. */
  readonly open = computed(() => this.invitations.value() ?? [])
  /** Whether the settings of the server let nobody join by a link; false until that is known. */
  readonly areLinksOff = computed(() => this.setup.value()?.signUp === 'first')

  /** Reads them again; those on screen stay until the new ones are here. */
  reload(): void {
    this.invitations.reload()
    this.setup.reload()
  }

  /** Answers the invitation with its link, which nobody can ask for again. @throws ApiProblem `sign-up-closed` … */
  async make(role: Role): Promise<MadeInvitation> {
    const made = await this.api.call('POST /api/invitations', { body: { role } })
    // The secret is for the card that shows it, not for the list.
    const { id, invitedBy, createdAt, expiresAt } = made
    const invitation = { id, role, invitedBy, createdAt, expiresAt }
    changeLoaded(this.invitations, (invitations) => [invitation, ...invitations])
    return made
  }

  /** Takes an invitation back. @throws ApiProblem `invitation-not-found` … */
  async takeBack(id: string): Promise<void> {
    await this.api.call('DELETE /api/invitations/:id', { params: { id } })
    changeLoaded(this.invitations, (invitations) => invitations.filter((invitation) => invitation.id !== id))
  }
}
