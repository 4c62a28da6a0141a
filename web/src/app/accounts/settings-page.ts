import { Component } from '@angular/core'
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router'
import { PageHeader } from '../ui/page-header'

/** The settings of the person who is signed in, in three parts. */
@Component({
  selector: 'tally-settings-page',
  imports: [PageHeader, RouterLink, RouterLinkActive, RouterOutlet],
  host: { class: 'page' },
  template: `
    <tally-page-header heading="Settings" />
    <nav aria-label="Settings">
      <a
        routerLink="/settings"
        routerLinkActive
        [routerLinkActiveOptions]="{ exact: true }"
        ariaCurrentWhenActive="page"
        >General</a
      >
      <a routerLink="/settings/password" routerLinkActive ariaCurrentWhenActive="page">Password</a>
      <a routerLink="/settings/sessions" routerLinkActive ariaCurrentWhenActive="page">Devices</a>
    </nav>
    <router-outlet />
  `,
  styles: `
    :host {
      display: block;
    }
    nav {
      display: flex;
      gap: var(--space-5);
      margin-block-end: var(--space-6);
      border-block-end: 1px solid var(--line);
    }
    a {
      display: grid;
      place-items: center;
      min-block-size: 44px;
      margin-block-end: -1px;
      border-block-end: 2px solid transparent;
      color: var(--ink-soft);
      text-decoration: none;
    }
    a:hover {
      color: var(--ink);
    }
    a[aria-current='page'] {
      border-block-end-color: var(--accent);
      color: var(--accent);
      font-weight: 500;
    }
  `,
})
export class SettingsPage {}
