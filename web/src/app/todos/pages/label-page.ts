import { Component, computed, inject, input } from '@angular/core'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { AddLine } from '../add-todo/add-line'
import { ShowCompleted } from '../show-completed'
import { ShownTodos } from '../shown-todos'
import { TodoList } from '../todo-list/todo-list'
import { TodoStore } from '../todo-store'
import { labelOf } from '../../ui/label-path'
import { labelWords, spellingInUse } from '../label-words'
import { labelGroups } from '../todo-views'
import { WhenLoaded } from '../when-loaded'

/** The todos with one label, whatever list they are in. */
@Component({
  selector: 'tally-label-page',
  imports: [AddLine, EmptyState, PageHeader, ShowCompleted, TodoList, WhenLoaded],
  template: `
    <tally-page-header [heading]="'@' + label()" [isWritten]="true"><tally-show-completed /></tally-page-header>
    <tally-add-line [page]="'label/' + label()" [preset]="preset()" [placeholder]="'Add a todo with @' + label()" />
    <tally-when-loaded>
      <tally-todo-list [label]="'Todos with the label ' + label()" [groups]="groups()" [showsLists]="true" />
      @if (isDone()) {
        <tally-empty-state icon="tag" [heading]="'No todos with @' + label() + '.'">
          Add a todo above, or add this label in a todo’s details.
        </tally-empty-state>
      }
    </tally-when-loaded>
  `,
  styleUrl: './todo-page.css',
})
export class LabelPage {
  private readonly store = inject(TodoStore)
  private readonly shown = inject(ShownTodos).shown

  readonly name = input.required<string>()

  protected readonly label = computed(() => spellingInUse(labelOf(this.name()), this.store.labels()))
  protected readonly preset = computed(() => ({ labels: labelWords(this.label()) }))
  protected readonly groups = computed(() => labelGroups(this.store.todos(), this.label(), this.shown()))
  protected readonly isDone = computed(() => this.groups().every((group) => group.tone === 'completed'))
}
