import { inject, Service } from '@angular/core'
import type { List, Member, NewMember } from '@tally/contract'
import { Session } from '../sessions/session'
import { Replica } from '../sync/replica'
import type { Change } from '../sync/engine/engine.ts'
import { Undo } from '../sync/undo'
import { Toasts } from '../ui/toasts/toasts'
import { isolated } from '../ui/isolated'

/**
 * Changes what the members of a list may do. These are changes like any other: they show at once, work offline, and are
 * synced in the background. Whoever is to become a member or its owner is asked first, see `SharingStore`.
 */
@Service()
export class MemberStore {
  private readonly replica = inject(Replica)
  private readonly session = inject(Session)
  private readonly toasts = inject(Toasts)
  private readonly undo = inject(Undo)

  /** Makes an editor of a viewer, or the other way round. */
  changeRole(list: List, member: Member, role: NewMember['role']): void {
    if (role === member.role) return
    this.send(list, [put(list, member, role)])
    this.undo.remember({
      text: `Changed ${isolated(member.displayName)}’s access to “${isolated(list.name)}”`,
      undo: () => this.send(list, [put(list, member, member.role)]),
    })
  }

  /** Takes a list away from a person, and from them what they were to do in it. Only an invitation brings them back. */
  remove(list: List, { userId }: Member): void {
    this.send(list, [{ type: 'member.delete', listId: list.id, key: userId }])
  }

  /** Gives up a list that somebody else owns. */
  leave(list: List): void {
    const me = this.session.user()?.id
    if (me === undefined) return
    this.send(list, [{ type: 'member.delete', listId: list.id, key: me }])
    this.toasts.show({ text: `You left “${isolated(list.name)}”.` })
  }

  private send(list: List, changes: readonly Change[]): void {
    this.replica.change(changes, list.name)
  }
}

function put(list: List, { userId }: Member, role: Member['role']): Change {
  return { type: 'member.put', listId: list.id, key: userId, fields: { role } }
}
