import {
  afterNextRender,
  ApplicationRef,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  signal,
  viewChildren,
} from '@angular/core'
import type { Todo } from '@tally/contract'
import { ListStore } from '../../lists/list-store'
import { Undo } from '../../sync/undo'
import type { Draft } from '../../ui/fields/drafts'
import { RecentlyCompleted } from './recently-completed'
import { OpenTodo } from '../open-todo'
import type { Step } from './reorder'
import { shortName } from '../short-name'
import { keyOf } from '../todo-key'
import { afterLeaving, commandFor, goTo, whenReadOnly, type ListCommand } from './todo-list-keys'
import { TitleEditing } from './title-editing'
import { TodoRow, type TitleEdit } from './todo-row'
import { TodoStore } from '../todo-store'
import type { TodoGroup } from '../todo-views'
import { isTyping } from '../typing'
import { isolated } from '../../ui/isolated'

/**
 * Todos in groups, as one list for the keyboard: Tab stops once, arrows go from row to row, and the focus moves on to
 * the next row when one leaves.
 */
@Component({
  selector: 'tally-todo-list',
  imports: [TodoRow],
  templateUrl: './todo-list.html',
  styleUrl: './todo-list.css',
  host: { tabindex: '-1', '(keydown)': 'onKey($event)' },
})
export class TodoList {
  private readonly store = inject(TodoStore)
  private readonly lists = inject(ListStore)
  private readonly recentlyCompleted = inject(RecentlyCompleted)
  private readonly openTodo = inject(OpenTodo)
  private readonly undo = inject(Undo)
  private readonly destroyRef = inject(DestroyRef)
  private readonly injector = inject(Injector)
  private readonly app = inject(ApplicationRef)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private readonly rows = viewChildren(TodoRow)
  private readonly active = signal<string | undefined>(undefined)
  private readonly keys = computed(() => this.groups().flatMap((group) => group.todos.map(keyOf)))

  readonly groups = input.required<readonly TodoGroup[]>()
  /** What the list is called for those who cannot see the heading of the page. */
  readonly label = input.required<string>()
  /** Whether the rows name their list. */
  readonly showsLists = input(false)
  /** Whether the order is the person's own, so that they can change it. */
  readonly isOrdered = input(false)

  protected readonly editing = signal<string | undefined>(undefined)
  protected readonly keyOf = keyOf
  protected readonly opened = computed(() => {
    const todo = this.openTodo.todo()
    return todo && keyOf(todo)
  })
  protected readonly unsynced = this.store.unsynced
  /** What a screen reader hears of a change that is only seen. */
  protected readonly said = signal('')
  protected readonly tabStop = computed(() => {
    const [keys, active] = [this.keys(), this.active()]
    return active !== undefined && keys.includes(active) ? active : keys[0]
  })

  private readonly titleEditing = inject(TitleEditing)

  /** A link to a todo leads to its row. Whoever opens one from here sees its row already. */
  private readonly showOpened = effect(() => {
    const key = this.opened()
    const opened = key === undefined ? undefined : this.rows().find((row) => keyOf(row.todo()) === key)
    if (!opened) return
    opened.show()
    this.showOpened.destroy()
  })

  protected listName(todo: Todo): string | undefined {
    return this.showsLists() ? this.lists.find(todo.listId)?.name : undefined
  }

  protected assignee({ listId, assigneeId }: Todo): string | undefined {
    return assigneeId === null ? undefined : shortName(this.lists.members(listId), assigneeId)
  }

  /** Whether it was completed a moment ago, and is still where it was. */
  protected isLeaving({ id, completed }: Todo): boolean {
    return completed && this.recentlyCompleted.ids().has(id)
  }

  protected isReadOnly(todo: Todo): boolean {
    return !this.lists.mayChange(todo.listId)
  }

  protected setEditing(todo: Todo, isEditing: boolean): void {
    const key = keyOf(todo)
    this.active.set(key)
    if (isEditing) this.titleEditing.want()
    this.editing.update((edited) => (isEditing ? key : edited === key ? undefined : edited))
  }

  protected rename(todo: Todo, { title, base }: TitleEdit): void {
    this.store.change(todo, { title }, { title: base })
  }

  /** What Escape took back can be had again: in its row, or wherever the todo can be seen by then. */
  protected discard(todo: Todo, draft: Draft): void {
    this.undo.offerBack(`todo/${todo.id}/title`, draft, () => {
      if (this.destroyRef.destroyed) this.openTodo.open(todo)
      else this.setEditing(todo, true)
    })
  }

  protected setCompleted(todo: Todo, completed: boolean): void {
    this.moveOn(keyOf(todo))
    if (completed) this.recentlyCompleted.linger(todo.id)
    this.store.change(todo, { completed })
  }

  protected delete(todo: Todo): void {
    this.moveOn(keyOf(todo))
    this.store.delete(todo)
  }

  protected open(todo: Todo): void {
    this.showOpened.destroy()
    this.active.set(keyOf(todo))
    this.openTodo.open(todo)
  }

  /** Makes the row that has the focus the one where Tab stops. */
  protected stopAt(todo: Todo): void {
    this.active.set(keyOf(todo))
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || isTyping(event.target)) return
    const focused = this.rows()
      .find((row) => row.hasFocus())
      ?.todo()
    const command = commandFor(event)
    if (!focused || !command) return
    // A link or button in the row keeps the keys that press it.
    if (!(event.target instanceof HTMLInputElement) && (event.key === 'Enter' || event.key === ' ')) return
    event.preventDefault()
    this.run(this.isReadOnly(focused) ? whenReadOnly(command) : command, focused)
    // The next key may come before the browser draws: it must find the rows, and the focus, as this one left them.
    this.app.tick()
  }

  private run(command: ListCommand | undefined, todo: Todo): void {
    switch (command?.does) {
      case 'go':
        return this.focusRow(goTo(this.keys(), keyOf(todo), command.to))
      case 'step':
        return this.step(todo, command.step)
      case 'prioritize':
        return this.store.change(todo, { priority: command.priority })
      case 'complete':
        return this.setCompleted(todo, !todo.completed)
      case 'edit':
        return this.setEditing(todo, true)
      case 'open':
        return this.open(todo)
      case 'delete':
        return this.delete(todo)
    }
  }

  private step(todo: Todo, step: Step): void {
    const moved = this.isOrdered() && !todo.completed ? this.store.step(todo, step) : undefined
    if (!moved) return
    this.focusAfterRender(keyOf(todo))
    this.said.set(`${isolated(todo.title)}, now ${moved.place} of ${moved.of}`)
  }

  /** The focus goes to the neighbour of a row that is about to leave, if it was there or in nothing. */
  private moveOn(leaving: string): void {
    const hadFocus =
      this.rows()
        .find((row) => keyOf(row.todo()) === leaving)
        ?.hasFocus() ?? false
    if (!hadFocus) return
    const next = afterLeaving(this.keys(), leaving)
    if (next === undefined) this.host.focus()
    else this.focusAfterRender(next)
  }

  /** After the rows have changed their places or gone, since a row that moves in the document loses the focus. */
  private focusAfterRender(key: string): void {
    this.active.set(key)
    afterNextRender({ read: () => this.focusRow(key) }, { injector: this.injector })
  }

  private focusRow(key: string): void {
    this.active.set(key)
    this.rows()
      .find((row) => keyOf(row.todo()) === key)
      ?.focus()
  }
}
