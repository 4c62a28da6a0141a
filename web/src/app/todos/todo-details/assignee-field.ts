import { Component, computed, inject, input, output } from '@angular/core'
import type { Todo, TodoFields } from '@tally/contract'
import { ListStore } from '../../lists/list-store'
import { Session } from '../../sessions/session'
import { isolated } from '../../ui/isolated'

/** Who of those who have the list is to do a todo. There is nothing to choose in a list that only I have. */
@Component({
  selector: 'tally-assignee-field',
  template: `
    @if (isOffered()) {
      <label for="todo-assignee">Assigned to</label>
      <select #assignee id="todo-assignee" dir="auto" (change)="changed.emit({ assigneeId: assignee.value || null })">
        <option value="" [selected]="todo().assigneeId === null">No one</option>
        @for (member of members(); track member.userId) {
          <option translate="no" [value]="member.userId" [selected]="member.userId === todo().assigneeId">
            {{ isolated(member.displayName) }}{{ member.userId === me()?.id ? ' (you)' : '' }}
          </option>
        }
      </select>
    }
  `,
  styles: `
    :host:empty {
      display: none;
    }
  `,
  host: { class: 'field' },
})
export class AssigneeField {
  private readonly lists = inject(ListStore)

  readonly todo = input.required<Todo>()
  readonly changed = output<TodoFields>()

  protected readonly isolated = isolated
  protected readonly me = inject(Session).user
  protected readonly members = computed(() => this.lists.members(this.todo().listId))
  protected readonly isOffered = computed(() => this.members().length > 1 || this.todo().assigneeId !== null)
}
