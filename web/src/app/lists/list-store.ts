import { computed, inject, Service } from '@angular/core'
import type { List, ListColor, ListPatch, Member } from '@tally/contract'
import { may } from '@tally/contract/rights'
import { hasVisibleText } from '@tally/contract/visible-text'
import { byPosition, positionAtEnd } from '../sync/position'
import { Replica } from '../sync/replica'
import { Undo } from '../sync/undo'
import { uuidV7 } from '../sync/uuid-v7'
import { isolated } from '../ui/isolated'

/**
 * My lists, as they are on this device. Every change shows at once and is synced in the background; see {@link
 * Replica}.
 */
@Service()
export class ListStore {
  private readonly replica = inject(Replica)
  private readonly undo = inject(Undo)
  private readonly all = computed(() => Array.from(this.replica.rows().values(), ({ list }) => list), {
    // Most changes are of todos: whoever shows lists need not look again.
    equal: (a, b) => a.length === b.length && a.every((list, index) => list === b[index]),
  })

  readonly state = this.replica.state
  /** The lists in use: the Inbox, then the others in my order. */
  readonly lists = computed(() =>
    this.all()
      .filter((list) => list.deletedAt === null)
      .sort((a, b) => Number(b.kind === 'inbox') - Number(a.kind === 'inbox') || byPosition(a, b)),
  )
  readonly inbox = computed(() => this.lists().find((list) => list.kind === 'inbox'))
  /** The lists in the trash, the latest first. */
  readonly deleted = computed(() =>
    this.all()
      .filter((list) => list.deletedAt !== null)
      .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
  )

  /** A list in use, by its id. */
  find(id: string): List | undefined {
    const list = this.replica.rows().get(id)?.list
    return list?.deletedAt === null ? list : undefined
  }

  /** Who has a list, the owner first; nobody when it is not here. */
  members(id: string): readonly Member[] {
    const members = this.replica.rows().get(id)?.members ?? []
    return members.toSorted((a, b) => Number(b.role === 'owner') - Number(a.role === 'owner'))
  }

  /** Whether more than one person has a list. */
  isShared(id: string): boolean {
    return (this.replica.rows().get(id)?.members.length ?? 0) > 1
  }

  /** Whether I may change what is in a list: a viewer only looks. */
  mayChange(id: string): boolean {
    const list = this.find(id)
    return !list || may(list.role, 'write')
  }

  /** Adds a list at the end; answers its id. */
  add(name: string): string {
    const id = uuidV7()
    // After those in the trash as well, which may come back.
    const fields = { name: name.trim(), position: positionAtEnd(this.all()) }
    this.replica.change([{ type: 'list.put', listId: id, fields }], fields.name)
    return id
  }

  /** Gives a list another name. An empty one changes nothing. */
  rename(list: List, name: string): void {
    const trimmed = name.trim()
    if (!hasVisibleText(trimmed) || trimmed === list.name) return
    this.change(list, { name: trimmed })
    this.undo.offer({
      text: `Renamed “${isolated(list.name)}” to “${isolated(trimmed)}”`,
      undo: () => this.change(list, { name: list.name }),
    })
  }

  /** Gives a list a colour, or none. */
  recolor(list: List, color: ListColor | undefined): void {
    if (color === list.color) return
    this.change(list, { color: color ?? null })
    this.undo.offer({
      text: `Changed the colour of “${isolated(list.name)}”`,
      undo: () => this.change(list, { color: list.color ?? null }),
    })
  }

  /** Moves a list with its todos to the trash. */
  delete(list: List): void {
    this.replica.change([{ type: 'list.delete', listId: list.id }], list.name)
    this.undo.offer({ text: `Deleted the list “${isolated(list.name)}”`, undo: () => this.restore(list) })
  }

  /** Takes a list with its todos out of the trash. */
  restore(list: List): void {
    this.replica.change([{ type: 'list.restore', listId: list.id }], list.name)
  }

  private change(list: List, fields: ListPatch): void {
    this.replica.change([{ type: 'list.patch', listId: list.id, fields }], list.name)
  }
}
