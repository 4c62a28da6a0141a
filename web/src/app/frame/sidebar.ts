import { Component, computed, inject } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import { ListNav } from '../lists/list-nav'
import { Replica } from '../sync/replica'
import { Icon } from '../ui/icon'
import { Mark } from '../ui/mark'
import { PersonMenu } from './person-menu'

/** The way to every page, with the menu of the person at its foot. What is put inside stands beside the name. */
@Component({
  selector: 'tally-sidebar',
  imports: [Icon, ListNav, Mark, PersonMenu, RouterLink, RouterLinkActive],
  template: `
    <div class="head">
      <a class="brand" routerLink="/todos"><tally-mark />Tally</a>
      <ng-content />
    </div>
    <nav aria-label="Main">
      <a class="nav-link" routerLink="/search" routerLinkActive ariaCurrentWhenActive="page">
        <tally-icon name="search" />Search
      </a>
      @if (attention(); as count) {
        <a class="nav-link" routerLink="/attention" routerLinkActive ariaCurrentWhenActive="page">
          <tally-icon name="info" /><span class="name">Needs attention</span>
          <span class="count"
            ><span [textContent]="count"></span><span class="visually-hidden"> rejected changes</span></span
          >
        </a>
      }
      <tally-list-nav />
      <a class="nav-link" routerLink="/users" routerLinkActive ariaCurrentWhenActive="page">
        <tally-icon name="users" />People
      </a>
    </nav>
    <tally-person-menu />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      block-size: 100%;
      background: var(--paper-sunken);
    }
    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-block-size: 56px;
      padding: var(--space-3) var(--space-3) var(--space-2) var(--space-5);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      color: var(--ink);
      font: 500 var(--text-l) / 1 var(--font-display);
      text-decoration: none;
    }
    nav {
      flex: 1;
      overflow-y: auto;
      padding: var(--space-2) var(--space-3);
    }
    tally-person-menu {
      padding: var(--space-2) var(--space-3);
      padding-block-end: calc(var(--space-2) + env(safe-area-inset-bottom));
      border-block-start: 1px solid var(--line);
    }
  `,
})
export class Sidebar {
  private readonly problems = inject(Replica).problems

  protected readonly attention = computed(() => this.problems().length)
}
