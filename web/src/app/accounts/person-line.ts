import { Component, computed, input } from '@angular/core'
import type { User } from '@tally/contract'
import { Avatar } from '../ui/avatar'
import { Written } from '../ui/written'

/** A person in a list: first letter, name, username; what is put inside stands at the end of the line. */
@Component({
  selector: 'tally-person-line',
  imports: [Written, Avatar],
  template: `
    <tally-avatar [name]="person().displayName" />
    <div class="words">
      <p class="name">
        <bdi [tallyWritten]="person().displayName"></bdi>
        @if (isMe()) {
          <span class="chip">you</span>
        }
        @if (person().role === 'admin') {
          <span class="chip">admin</span>
        }
        @if (person().disabled) {
          <span class="chip">disabled</span>
        }
      </p>
      <p class="detail">{{ detail() }}</p>
      @if (usage()) {
        <p class="detail">{{ usage() }}</p>
      }
      @if (note()) {
        <p class="detail">{{ note() }}</p>
      }
    </div>
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      min-block-size: 60px;
      padding-block: var(--space-2);
      border-block-end: 1px solid var(--line);
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .name {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--space-2);
      line-height: 1.4;
    }
    .detail {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class PersonLine {
  readonly person = input.required<User>()
  readonly isMe = input(false)
  /** More about them, after the username. */
  readonly more = input('')
  /** What they use, on a line of its own. */
  readonly usage = input('')
  /** A sentence about them, on a line of its own. */
  readonly note = input('')

  protected readonly detail = computed(() =>
    [this.person().username, this.more()].filter((part) => part !== '').join(' · '),
  )
}
