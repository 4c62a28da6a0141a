import { Component, effect, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Connection } from '../api/connection'
import { Failure } from '../failure'
import { Session } from '../sessions/session'
import { Mark } from '../ui/mark'

/** Stands in for a page that could not be loaded; opens it by itself as soon as the server can be reached. */
@Component({
  selector: 'tally-missing-page',
  imports: [Mark],
  template: `
    <tally-mark />
    <div role="alert">
      <h1 tabindex="-1">This page could not be loaded</h1>
      @if (isAway()) {
        <p>Tally cannot be reached. The page opens by itself as soon as the connection is back.</p>
      } @else {
        <p>A part of Tally is missing here. There may be a newer version of it.</p>
      }
    </div>
    <button type="button" class="button" (click)="tryAgain()">Try again</button>
  `,
  styleUrl: './middle.css',
  styles: `
    :host {
      min-block-size: 70dvh;
    }
    div {
      display: grid;
      gap: var(--space-2);
    }
  `,
})
export class MissingPage {
  private readonly router = inject(Router)
  private readonly failure = inject(Failure)
  private readonly connection = inject(Connection)
  private readonly session = inject(Session)
  /** The page that was to be opened. */
  private readonly target = this.failure.missing() ?? '/'
  private wasAway = false

  constructor() {
    effect(() => {
      const isAway = this.isAway()
      if (this.wasAway && !isAway) void this.open()
      this.wasAway = isAway
    })
  }

  protected isAway(): boolean {
    return this.connection.offline() || this.session.state() === 'offline'
  }

  /** Some browsers remember what they could not load; loading everything anew helps, once the server is there. */
  protected tryAgain(): void {
    if (this.isAway()) void this.open()
    else location.reload()
  }

  private open(): Promise<boolean> {
    return this.router.navigateByUrl(this.target, { replaceUrl: true, onSameUrlNavigation: 'reload' })
  }
}
