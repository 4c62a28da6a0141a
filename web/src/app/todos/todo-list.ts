import {
  afterNextRender,
  ApplicationRef,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  signal,
  viewChildren,
} from '@angular/core'
import type { Todo } from '@tally/contract'
import { ListStore } from '../lists/list-store'
import { Leaving } from './leaving'
import { OpenTodo } from './open-todo'
import type { Step } from './reorder'
import { shortName } from './short-name'
import { afterLeaving, commandFor, goTo, whenReadOnly, type ListCommand } from './todo-list-keys'
import { TodoRow, type TitleEdit } from './todo-row'
import { TodoStore } from './todo-store'
import type { TodoGroup } from './todo-views'
import { isTyping } from './typing'

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
  private readonly leaving = inject(Leaving)
  private readonly openTodo = inject(OpenTodo)
  private readonly injector = inject(Injector)
  private readonly app = inject(ApplicationRef)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private readonly rows = viewChildren(TodoRow)
  private readonly active = signal<string | undefined>(undefined)
  private readonly ids = computed(() => this.groups().flatMap((group) => group.todos.map((todo) => todo.id)))

  readonly groups = input.required<readonly TodoGroup[]>()
  /** What the list is called for those who cannot see the heading of the page. */
  readonly label = input.required<string>()
  /** Whether the rows name their list. */
  readonly showsLists = input(false)
  /** Whether the order is the person's own, so that they can change it. */
  readonly isOrdered = input(false)

  protected readonly editing = signal<string | undefined>(undefined)
  protected readonly opened = this.openTodo.id
  protected readonly unsynced = this.store.unsynced
  /** What a screen reader hears of a change that is only seen. */
  protected readonly said = signal('')
  protected readonly tabStop = computed(() => {
    const [ids, active] = [this.ids(), this.active()]
    return active !== undefined && ids.includes(active) ? active : ids[0]
  })

  protected listName(todo: Todo): string | undefined {
    return this.showsLists() ? this.lists.find(todo.listId)?.name : undefined
  }

  protected assignee({ listId, assigneeId }: Todo): string | undefined {
    return assigneeId === null ? undefined : shortName(this.lists.members(listId), assigneeId)
  }

  protected isReadOnly(todo: Todo): boolean {
    return !this.lists.mayChange(todo.listId)
  }

  protected setEditing(todo: Todo, isEditing: boolean): void {
    this.active.set(todo.id)
    this.editing.update((id) => (isEditing ? todo.id : id === todo.id ? undefined : id))
  }

  protected rename(todo: Todo, { title, base }: TitleEdit): void {
    this.store.change(todo, { title }, { title: base })
  }

  protected setCompleted(todo: Todo, completed: boolean): void {
    this.moveOn(todo.id)
    if (completed) this.leaving.linger(todo.id)
    this.store.change(todo, { completed })
  }

  protected delete(todo: Todo): void {
    this.moveOn(todo.id)
    this.store.delete(todo)
  }

  protected open(todo: Todo): void {
    this.active.set(todo.id)
    this.openTodo.open(todo.id)
  }

  /** Makes the row that has the focus the one where Tab stops. */
  protected stopAt(todo: Todo): void {
    this.active.set(todo.id)
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
        return this.focusRow(goTo(this.ids(), todo.id, command.to))
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
    this.focusAfterRender(todo.id)
    this.said.set(`${todo.title}, now ${moved.place} of ${moved.of}`)
  }

  /** The focus goes to the neighbour of a row that is about to leave, if it was there or in nothing. */
  private moveOn(leaving: string): void {
    const hadFocus =
      this.rows()
        .find((row) => row.todo().id === leaving)
        ?.hasFocus() ?? false
    if (!hadFocus) return
    const next = afterLeaving(this.ids(), leaving)
    if (next === undefined) this.host.focus()
    else this.focusAfterRender(next)
  }

  /** After the rows have changed their places or gone, since a row that moves in the document loses the focus. */
  private focusAfterRender(id: string): void {
    this.active.set(id)
    afterNextRender({ read: () => this.focusRow(id) }, { injector: this.injector })
  }

  private focusRow(id: string): void {
    this.active.set(id)
    this.rows()
      .find((row) => row.todo().id === id)
      ?.focus()
  }
}
