import { computed, effect, inject, Service } from '@angular/core'
import type { ListInvitation } from '@tally/contract'
import { Connection } from '../api/connection'
import { Replica } from '../sync/replica'
import { isolated } from '../ui/isolated'
import { Toasts } from '../ui/toasts/toasts'

/** The lists I am invited to. An answer is a change like any other: it shows at once, works offline, and is synced. */
@Service()
export class ListInvitationStore {
  private readonly replica = inject(Replica)
  private readonly connection = inject(Connection)
  private readonly toasts = inject(Toasts)

  /** The newest first; with those that I accepted until the list is here. */
  readonly invitations = this.replica.invitations
  /** How many wait for my answer. */
  readonly waiting = computed(() => this.invitations().filter(({ isAccepted }) => !isAccepted).length)

  constructor() {
    /** The lists of the invitations that were here before; nothing before the first are. */
    let known: ReadonlySet<string> | undefined
    effect(() => {
      const invitations = this.invitations()
      const isReady = this.replica.state() === 'ready'
      for (const invitation of invitations) if (known?.has(invitation.listId) === false) this.announce(invitation)
      known = isReady ? new Set(invitations.map(({ listId }) => listId)) : undefined
    })
  }

  /** Joins the list, or takes it over when it is offered to me. */
  accept({ listId, listName, role }: ListInvitation): void {
    this.replica.change([{ type: 'invitation.accept', listId }], listName)
    const isOffer = role === 'owner'
    const done = isOffer ? `You own “${isolated(listName)}” now.` : `You joined “${isolated(listName)}”.`
    const later = isOffer
      ? `You’ll own “${isolated(listName)}” when you’re back online.`
      : `You’ll join “${isolated(listName)}” when you’re back online.`
    this.toasts.show({ text: this.connection.offline() ? later : done })
  }

  /** Declines; whoever invited me cannot do so again for a while. */
  decline({ listId, listName }: ListInvitation): void {
    this.replica.change([{ type: 'invitation.decline', listId }], listName)
    this.toasts.show({ text: `You declined “${isolated(listName)}”.` })
  }

  private announce({ listName, role, invitedBy: { displayName } }: ListInvitation): void {
    const text =
      role === 'owner'
        ? `${isolated(displayName)} wants to transfer “${isolated(listName)}” to you.`
        : `${isolated(displayName)} invited you to “${isolated(listName)}”.`
    this.toasts.show({ text })
  }
}
