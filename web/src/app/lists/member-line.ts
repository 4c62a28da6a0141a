import { Component, input, output } from '@angular/core'
import type { Member, NewMember } from '@tally/contract'
import { Avatar } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu/menu'
import { MenuItem } from '../ui/menu/menu-item'
import { roleNames } from './role-names'
import { Written } from '../ui/written'

/** Somebody who has a list: name, username, role; for its owner also what can be done about it. */
@Component({
  selector: 'tally-member-line',
  imports: [Written, Avatar, Icon, Menu, MenuItem],
  template: `
    <tally-avatar [name]="member().displayName" />
    <div class="words">
      <p class="name">
        <bdi [tallyWritten]="member().displayName"></bdi>
        @if (isMe()) {
          <span class="chip">you</span>
        }
      </p>
      <p class="username">&#64;{{ member().username }}</p>
    </div>
    @if (isOffered()) {
      <p class="role">Asked to own it</p>
      @if (mayChange()) {
        <button
          class="button"
          type="button"
          [attr.aria-label]="'Withdraw the offer to ' + member().displayName"
          (click)="withdrawn.emit()"
        >
          Withdraw
        </button>
      }
    } @else if (mayChange()) {
      <div class="field">
        <select #role [attr.aria-label]="'Access of ' + member().displayName" (change)="choose(role.value)">
          @for (choice of choices; track choice) {
            <option [value]="choice" [selected]="choice === member().role">{{ words[choice] }}</option>
          }
        </select>
      </div>
      <tally-menu [label]="'More about ' + member().displayName">
        <button type="button" tallyMenuItem (click)="transferAsked.emit()">
          <tally-icon name="key" />Transfer ownership…
        </button>
        <button type="button" tallyMenuItem danger (click)="removalAsked.emit()"><tally-icon name="x" />Remove…</button>
      </tally-menu>
    } @else {
      <p class="role">{{ words[member().role] }}</p>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      min-block-size: 56px;
      padding-block: var(--space-1);
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      margin-inline-start: var(--space-1);
      overflow-wrap: anywhere;
      line-height: 1.35;
    }
    .name {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--space-2);
    }
    .username,
    .role {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    .role {
      text-align: end;
    }
    select {
      font-size: var(--text-s);
    }
  `,
})
export class MemberLine {
  readonly member = input.required<Member>()
  readonly isMe = input(false)
  /** Whether the list is offered to them, and they have not answered. */
  readonly isOffered = input(false)
  /** Whether I decide what they may do. */
  readonly mayChange = input(false)
  readonly roleChosen = output<NewMember['role']>()
  readonly transferAsked = output()
  readonly removalAsked = output()
  /** The offer of the list is taken back. */
  readonly withdrawn = output()

  protected readonly words = roleNames
  protected readonly choices = ['editor', 'viewer'] as const

  protected choose(role: string): void {
    this.roleChosen.emit(role === 'viewer' ? 'viewer' : 'editor')
  }
}
