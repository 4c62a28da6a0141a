import { Component, computed, type ElementRef, inject, input, viewChild } from '@angular/core'
import type { Todo, TodoFields } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { may } from '@tally/contract/rights'
import { hasVisibleText } from '@tally/contract/visible-text'
import { ListStore } from '../../lists/list-store'
import { Undo } from '../../sync/undo'
import type { Draft } from '../../ui/fields/drafts'
import { FieldNotices } from '../../ui/fields/field-notices'
import { GrowingField } from '../../ui/fields/growing-field'
import { Icon } from '../../ui/icon'
import { SavedField } from '../../ui/fields/saved-field'
import { AssigneeField } from './assignee-field'
import { formatMoment } from '../due-date/due-date'
import { DueField } from '../due-date/due-field'
import { EarlierTexts } from './earlier-texts'
import { LabelField } from './label-field'
import { NotesField, type NotesEdit } from './notes-field'
import { OpenTodo } from '../open-todo'
import { priorities } from '../priorities'
import { TodoFacts } from '../todo-list/todo-facts'
import { TodoStore } from '../todo-store'

/**
 * Everything about one todo. Each field saves itself when it is left or chosen; a viewer of its list has facts instead.
 */
@Component({
  selector: 'tally-todo-details',
  imports: [
    AssigneeField,
    DueField,
    EarlierTexts,
    FieldNotices,
    GrowingField,
    Icon,
    LabelField,
    NotesField,
    SavedField,
    TodoFacts,
  ],
  templateUrl: './todo-details.html',
  styleUrls: ['../todo-list/tick.css', './todo-details.css'],
  host: { '[attr.data-priority]': 'todo().priority', '(keydown.escape)': 'close()' },
})
export class TodoDetails {
  private readonly store = inject(TodoStore)
  private readonly openTodo = inject(OpenTodo)
  private readonly undo = inject(Undo)
  private readonly listStore = inject(ListStore)
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading')

  readonly todo = input.required<Todo>()

  protected readonly mayChange = computed(() => this.listStore.mayChange(this.todo().listId))
  protected readonly lists = computed(() => this.listStore.lists().filter(({ role }) => may(role, 'write')))
  protected readonly maxTitle = limits.title.max
  protected readonly priorities = priorities
  protected readonly moment = (at: number): string => formatMoment(at)

  /** Gives the panel the focus, at its heading. */
  focus(): void {
    this.heading().nativeElement.focus()
  }

  protected readonly rename = (title: string, base: string): void => {
    this.store.change(this.todo(), { title: title.replace(/\s*\n\s*/g, ' ') }, { title: base })
    if (!hasVisibleText(title)) this.close()
  }

  /** Where what is typed into a field of this todo is kept until it is saved. */
  protected place(field: 'title' | 'notes' | 'label'): string {
    return `todo/${this.todo().id}/${field}`
  }

  protected discard(field: 'title' | 'label', draft: Draft): void {
    const todo = this.todo()
    this.undo.offerBack(this.place(field), draft, () => this.openTodo.open(todo))
  }

  protected close(): void {
    if (this.openTodo.key() !== undefined) this.openTodo.close()
  }

  protected change(fields: TodoFields): void {
    this.store.change(this.todo(), fields)
  }

  protected changeNotes({ notes, base }: NotesEdit): void {
    this.store.change(this.todo(), { notes }, { notes: base })
  }

  protected move(listId: string): void {
    const { id } = this.todo()
    this.store.move(this.todo(), listId)
    this.openTodo.open({ listId, id })
  }

  protected delete(): void {
    this.store.delete(this.todo())
    this.close()
  }
}
