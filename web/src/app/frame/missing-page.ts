import { Component, effect, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Connection } from '../api/connection'
import { Failure } from '../failure'
import { Session } from '../sessions/session'
import { Middle } from './middle'

/** Stands in for a page that could not be loaded; opens it by itself as soon as the server can be reached. */
@Component({
  selector: 'tally-missing-page',
  imports: [Middle],
  template: `<tally-middle heading="Couldn’t load this page" [text]="text()" (again)="tryAgain()" />`,
  styles: `
    :host {
      --middle-block-size: 70dvh;
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
    effect((onCleanup) => {
      const isAway = this.isAway()
      this.wasAway ||= isAway
      if (!this.wasAway || isAway) return
      // The file may be gone although the server is back: whoever comes and goes must not ask for it all the time.
      const timer = setTimeout(() => void this.open(), this.failure.pause())
      onCleanup(() => clearTimeout(timer))
    })
  }

  private isAway(): boolean {
    return this.connection.offline() || this.session.state() === 'offline'
  }

  protected text(): string {
    return this.isAway()
      ? 'Can’t reach the server. The page opens as soon as the connection is back.'
      : 'Part of Tally is missing. There may be a newer version.'
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
