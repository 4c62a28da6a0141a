import { Component, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Session } from '../sessions/session'
import { Avatar } from '../ui/avatar'
import { Icon } from '../ui/icon'
import type { IconName } from '../ui/icons'
import { Menu } from '../ui/menu/menu'
import { MenuItem } from '../ui/menu/menu-item'
import { Theme, type ThemeChoice } from '../ui/theme'
import { KeyHelp } from './key-help'
import { Written } from '../ui/written'

/** Who is signed in, and what concerns them: settings, the theme, signing out. */
@Component({
  selector: 'tally-person-menu',
  imports: [Written, Avatar, Icon, Menu, MenuItem, RouterLink],
  template: `
    <tally-menu label="Settings and sign out" look="row">
      <tally-avatar menuTrigger [name]="user()?.displayName ?? ''" />
      <span menuTrigger class="name">
        <bdi [tallyWritten]="user()?.displayName"></bdi><span class="visually-hidden">: settings and sign out</span>
      </span>
      <tally-icon menuTrigger name="chevron-up" />

      <a tallyMenuItem routerLink="/settings"><tally-icon name="settings" />Settings</a>
      <button type="button" tallyMenuItem class="with-keyboard" (click)="keyHelp.isOpen.set(true)">
        <tally-icon name="keyboard" />Keyboard shortcuts
      </button>
      <hr class="menu-line" />
      <div role="group" aria-label="Theme">
        @for (choice of themes; track choice.value) {
          <button
            type="button"
            tallyMenuItem
            [checked]="theme.choice() === choice.value"
            (click)="theme.choose(choice.value)"
          >
            <tally-icon [name]="choice.icon" />{{ choice.label }}
          </button>
        }
      </div>
      <hr class="menu-line" />
      <button type="button" tallyMenuItem (click)="signOut()"><tally-icon name="log-out" />Sign out</button>
    </tally-menu>
  `,
  styles: `
    tally-avatar {
      --avatar-size: 28px;
      margin-inline-start: -4px;
    }
    /* Where there is nothing but a touch screen there are no keys to press. */
    @media (hover: none) {
      .with-keyboard {
        display: none;
      }
    }
    .name {
      color: var(--ink);
    }
  `,
})
export class PersonMenu {
  private readonly session = inject(Session)

  protected readonly keyHelp = inject(KeyHelp)
  protected readonly theme = inject(Theme)
  protected readonly user = this.session.user
  protected readonly themes: readonly { value: ThemeChoice; label: string; icon: IconName }[] = [
    { value: 'system', label: 'System', icon: 'monitor' },
    { value: 'light', label: 'Light', icon: 'sun' },
    { value: 'dark', label: 'Dark', icon: 'moon' },
  ]

  protected signOut(): void {
    void this.session.signOut()
  }
}
