import { Component, computed, type ElementRef, inject, input, viewChild } from '@angular/core'
import type { Todo, TodoFields } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { ListStore } from '../lists/list-store'
import { Icon } from '../ui/icon'
import { momentWords } from './due-date'
import { ChangedElsewhere } from './changed-elsewhere'
import { DueField } from './due-field'
import { LabelField } from './label-field'
import { NotesField, type NotesEdit } from './notes-field'
import { OpenTodo } from './open-todo'
import { SavedField } from './saved-field'
import { TodoStore } from './todo-store'

/** Everything about one todo. Each field saves itself when it is left or chosen. */
@Component({
  selector: 'tally-todo-details',
  imports: [ChangedElsewhere, DueField, Icon, LabelField, NotesField, SavedField],
  templateUrl: './todo-details.html',
  styleUrl: './todo-details.css',
  host: { '(keydown.escape)': 'close()' },
})
export class TodoDetails {
  private readonly store = inject(TodoStore)
  private readonly openTodo = inject(OpenTodo)
  private readonly listStore = inject(ListStore)
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading')

  readonly todo = input.required<Todo>()

  protected readonly lists = computed(() => this.listStore.lists().filter((list) => list.role !== 'viewer'))
  protected readonly maxTitle = limits.title.max
  protected readonly priorities = [
    { priority: 0, name: 'None' },
    { priority: 1, name: 'Low' },
    { priority: 2, name: 'Medium' },
    { priority: 3, name: 'High' },
  ] as const
  protected readonly moment = (at: number): string => momentWords(at)

  /** Gives the panel the focus, at its heading. */
  focus(): void {
    this.heading().nativeElement.focus()
  }

  protected readonly rename = (title: string, base: string): void => {
    this.store.change(this.todo(), { title: title.replace(/\s*\n\s*/g, ' ') }, { title: base })
    if (title.trim() === '') this.close()
  }

  protected close(): void {
    if (this.openTodo.id() !== undefined) this.openTodo.close()
  }

  protected change(fields: TodoFields): void {
    this.store.change(this.todo(), fields)
  }

  protected changeNotes({ notes, base }: NotesEdit): void {
    this.store.change(this.todo(), { notes }, { notes: base })
  }

  protected move(listId: string): void {
    this.store.move(this.todo(), listId)
  }

  protected delete(): void {
    this.store.delete(this.todo())
    this.close()
  }
}
