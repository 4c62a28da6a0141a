import { Component, computed, inject, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { Todo } from '@tally/contract'
import { ListStore } from '../../lists/list-store'
import { Icon } from '../../ui/icon'
import { DueWords } from '../due-date/due-words'
import { MarkdownView } from '../todo-details/markdown-view'
import { priorities } from '../priorities'
import { Written } from '../../ui/written'
import { nameInPath } from '../../ui/label-path'

/** A todo of a list that I may only look at: everything about it, and nothing to change. */
@Component({
  selector: 'tally-todo-facts',
  imports: [Written, DueWords, Icon, MarkdownView, RouterLink],
  template: `
    <p class="title" [class.completed]="todo().completed" [tallyWritten]="todo().title"></p>
    <p class="limit"><tally-icon name="eye" />You can view this list, but not edit it.</p>
    @if (todo().notes) {
      <tally-markdown-view [text]="todo().notes" />
    }
    <dl>
      @if (todo().completed) {
        <div>
          <dt>Status</dt>
          <dd>Completed</dd>
        </div>
      }
      @if (todo().dueOn) {
        <div>
          <dt>Due</dt>
          <dd><tally-due-words [due]="todo()" [isDone]="todo().completed" /></dd>
        </div>
      }
      @if (todo().priority > 0) {
        <div>
          <dt>Priority</dt>
          <dd>{{ priority() }}</dd>
        </div>
      }
      @if (todo().labels.length > 0) {
        <div>
          <dt>Labels</dt>
          <dd>
            @for (label of todo().labels; track label) {
              <a class="chip" [routerLink]="['/todos/label', nameInPath(label)]" [tallyWritten]="'@' + label"></a>
            }
          </dd>
        </div>
      }
      <div>
        <dt>List</dt>
        <dd><bdi [tallyWritten]="listName()"></bdi></dd>
      </div>
      @if (assignee(); as name) {
        <div>
          <dt>Assigned to</dt>
          <dd><bdi [tallyWritten]="name"></bdi></dd>
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
      overflow-wrap: anywhere;
    }
    .title {
      font-size: var(--text-l);
      font-weight: 600;
      line-height: 1.3;
      white-space: pre-wrap;
    }
    .completed {
      color: var(--ink-faint);
      text-decoration: line-through;
      text-decoration-thickness: 1px;
    }
    .limit {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      color: var(--ink-soft);
      font-size: var(--text-s);
      text-wrap: balance;
    }
    dl {
      display: grid;
      gap: var(--space-2);
    }
    dl div {
      display: grid;
      grid-template-columns: 7rem minmax(0, 1fr);
    }
    dt {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-1);
    }
  `,
})
export class TodoFacts {
  private readonly lists = inject(ListStore)

  readonly todo = input.required<Todo>()

  protected readonly nameInPath = nameInPath
  protected readonly listName = computed(() => this.lists.find(this.todo().listId)?.name)
  protected readonly priority = computed(
    () => priorities.find(({ priority }) => priority === this.todo().priority)?.name ?? '',
  )
  protected readonly assignee = computed(() => {
    const { listId, assigneeId } = this.todo()
    return this.lists.members(listId).find(({ userId }) => userId === assigneeId)?.displayName
  })
}
