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
  template: `<tally-middle heading="This page could not be loaded" [text]="text()" (again)="tryAgain()" />`,
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
    effect(() => {
      const isAway = this.isAway()
      if (this.wasAway && !isAway) void this.open()
      this.wasAway = isAway
    })
  }

  private isAway(): boolean {
    return this.connection.offline() || this.session.state() === 'offline'
  }

  protected text(): string {
    return this.isAway()
      ? 'Tally cannot be reached. The page opens by itself as soon as the connection is back.'
      : 'A part of Tally is missing here. There may be a newer version of it.'
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
