import { NgComponentOutlet } from '@angular/common'
import { Component, computed, ElementRef, inject, input, model, output, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { Todo } from '@tally/contract'
import { hasVisibleText } from '@tally/contract/visible-text'
import { Today } from '../../device/today'
import { Avatar } from '../../ui/avatar'
import { Icon } from '../../ui/icon'
import type { Draft } from '../../ui/fields/drafts'
import { dueHere } from '../due-date/due-here'
import { DueWords } from '../due-date/due-words'
import { TitleEditing } from './title-editing'
import { Written } from '../../ui/written'
import { nameInPath } from '../../ui/label-path'

/** A title that was typed, and what it was when typing began. */
export type TitleEdit = { readonly title: string; readonly base: string }

/**
 * A todo in a list: complete it, edit its title in place, open its details, delete it. Its checkbox is the one place
 * that takes the focus; everything else in the row is reached by the keys of the list.
 */
@Component({
  selector: 'tally-todo-row',
  imports: [Written, Avatar, RouterLink, Icon, DueWords, NgComponentOutlet],
  templateUrl: './todo-row.html',
  styleUrls: ['./tick.css', './title.css', './todo-row.css'],
  host: {
    '[class.completed]': 'todo().completed',
    '[class.selected]': 'isOpen()',
    '[class.read-only]': 'isReadOnly()',
    '[attr.data-priority]': 'todo().priority',
  },
})
export class TodoRow {
  private readonly zone = inject(Today).zone
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private readonly tick = viewChild.required<ElementRef<HTMLInputElement>>('tick')
  private readonly titleEditing = inject(TitleEditing)

  readonly todo = input.required<Todo>()
  /** The name of its list, where a page shows several. */
  readonly listName = input<string>()
  /** The name of who is to do it. */
  readonly assignee = input<string>()
  /** Whether I may only look at it: then its details open instead of its title being edited. */
  readonly isReadOnly = input(false)
  /** A day the heading above says already. */
  readonly saidDay = input<string>()
  /** Whether Tab stops here. */
  readonly isTabStop = input(false)
  /** Whether its details are open. */
  readonly isOpen = input(false)
  /** Whether a change of it is saved on this device only. */
  readonly isUnsynced = input(false)
  readonly editing = model(false)

  readonly completedChange = output<boolean>()
  readonly renamed = output<TitleEdit>()
  /** Escape took back a title that was typed. */
  readonly discarded = output<Draft>()
  readonly deleted = output()
  readonly opened = output()

  protected readonly nameInPath = nameInPath
  /** The field for the title, while it is edited. */
  protected readonly titleField = computed(() =>
    this.editing() && !this.isReadOnly() ? this.titleEditing.field() : undefined,
  )
  protected readonly descriptionId = computed(() => `about-${this.todo().id}`)
  protected readonly unsyncedId = computed(() => `unsynced-${this.todo().id}`)
  protected readonly describedBy = computed(() => {
    const ids = [...(this.hasMeta() ? [this.descriptionId()] : []), ...(this.isUnsynced() ? [this.unsyncedId()] : [])]
    return ids.length > 0 ? ids.join(' ') : null
  })
  /** What a click on the title does. */
  protected readonly hint = computed(() => (this.isReadOnly() ? 'Details' : 'Edit'))
  protected readonly priorityWords = computed(
    () => ['', 'Low priority', 'Medium priority', 'High priority'][this.todo().priority],
  )
  /** Says the priority without colour, too. */
  protected readonly priorityMark = computed(() => '!'.repeat(this.todo().priority))
  /** Whether the row says when the todo is due: not when that is a day of the heading, and no time of it. */
  protected readonly saysDue = computed(() => {
    const { dueOn, dueTime } = dueHere(this.todo(), this.zone())
    return dueOn !== null && (dueOn !== this.saidDay() || dueTime !== null)
  })
  protected readonly hasMeta = computed(() => {
    const { labels, notes, priority } = this.todo()
    const isNamed = this.listName() !== undefined || this.assignee() !== undefined
    return this.saysDue() || labels.length > 0 || notes !== '' || priority > 0 || isNamed
  })

  /** Gives the row the focus. */
  focus(): void {
    this.tick().nativeElement.focus()
  }

  /** Brings the row into the window. */
  show(): void {
    this.host.scrollIntoView({ block: 'center' })
  }

  /** Whether the focus is somewhere in the row. */
  hasFocus(): boolean {
    return this.host.contains(document.activeElement)
  }

  protected readonly rename = (title: string, base: string): void => {
    if (!hasVisibleText(title)) this.deleted.emit()
    else this.renamed.emit({ title: title.replace(/\s*\n\s*/g, ' '), base })
  }

  protected readonly discardTitle = (draft: Draft): void => this.discarded.emit(draft)
  protected readonly focusRow = (): void => this.focus()
  protected readonly stopEditing = (): void => this.editing.set(false)

  protected edit(): void {
    if (this.isReadOnly()) return this.opened.emit()
    this.titleEditing.want()
    this.editing.set(true)
  }

  /** The tick of a todo that may not be changed stays as it is. It is not disabled: the focus of the row is here. */
  protected holdTick(event: Event): void {
    if (this.isReadOnly()) event.preventDefault()
  }

  protected complete(): void {
    this.completedChange.emit(this.tick().nativeElement.checked)
  }
}
