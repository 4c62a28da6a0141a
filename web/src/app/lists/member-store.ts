import { inject, Service } from '@angular/core'
import type { List, Member, NewMember } from '@tally/contract'
import { Api } from '../api/api'
import { Session } from '../sessions/session'
import { Replica } from '../sync/replica'
import type { Change } from '../sync/replica/engine.ts'
import { Undo } from '../sync/undo'
import type { Undoable } from '../sync/undo-stack'
import { Toasts } from '../ui/toasts'
import { isolated } from '../ui/isolated'

/**
 * Changes who has a list. All but one are changes like any other: they show at once, work offline, and are synced in the
 * background. Only adding somebody waits for the server, since no one else knows whose username it is.
 */
@Service()
export class MemberStore {
  private readonly api = inject(Api)
  private readonly replica = inject(Replica)
  private readonly session = inject(Session)
  private readonly toasts = inject(Toasts)
  private readonly undo = inject(Undo)

  /** Shares a list with a person. @throws ApiProblem `user-not-found`, `offline` … */
  async add(list: List, person: NewMember): Promise<Member> {
    const member = await this.api.call('POST /api/lists/:id/members', { params: { id: list.id }, body: person })
    // Without waiting for the hint, which comes a moment later.
    this.replica.load()
    return member
  }

  /** Makes an editor of a viewer, or the other way round. */
  changeRole(list: List, member: Member, role: NewMember['role']): void {
    if (role === member.role) return
    this.send(list, [put(list, member, role)])
    this.undo.remember({
      text: `Changed what ${isolated(member.displayName)} may do with “${isolated(list.name)}”`,
      undo: () => this.send(list, [put(list, member, member.role)]),
    })
  }

  /** Makes a member the owner of a list; I stay as an editor. Only they can take that back. */
  handOver(list: List, member: Member): void {
    this.send(list, [put(list, member, 'owner')])
  }

  /** Takes a list away from a person; answers how to take that back, also what they were to do in it. */
  remove(list: List, member: Member): Undoable {
    const todos = [...(this.replica.rows().get(list.id)?.todos.values() ?? [])]
    const theirs = todos.filter((todo) => todo.assigneeId === member.userId && todo.deletedAt === null)
    this.send(list, [{ type: 'member.delete', listId: list.id, key: member.userId }])
    const step = {
      text: `${isolated(member.displayName)} does not have this list any more.`,
      undo: () =>
        this.send(list, [
          put(list, member, member.role),
          ...theirs.map(({ id }): Change => {
            return { type: 'todo.patch', listId: list.id, key: id, fields: { assigneeId: member.userId } }
          }),
        ]),
    }
    this.undo.remember(step)
    return step
  }

  /** Gives up a list that somebody else owns. Only they can give it back. */
  leave(list: List): void {
    const me = this.session.user()?.id
    if (me === undefined) return
    this.send(list, [{ type: 'member.delete', listId: list.id, key: me }])
    this.toasts.show({ text: `You have left “${isolated(list.name)}”.` })
  }

  private send(list: List, changes: readonly Change[]): void {
    this.replica.change(changes, list.name)
  }
}

function put(list: List, { userId }: Member, role: Member['role']): Change {
  return { type: 'member.put', listId: list.id, key: userId, fields: { role } }
}
