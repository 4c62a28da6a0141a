import { Component, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { EmptyState } from './empty-state'
import { PageHeader } from './page-header'

/** A friendly page for something that does not exist, or is not for this person to see. */
@Component({
  selector: 'tally-not-here',
  imports: [EmptyState, PageHeader, RouterLink],
  template: `
    <tally-page-header heading="Not found" />
    <tally-empty-state icon="search" [heading]="what() + ' wasn’t found.'">
      It may have been deleted, or it belongs to someone else. <a routerLink="/todos">Go to my todos</a>
    </tally-empty-state>
  `,
})
export class NotHere {
  /** The thing that was looked for, as the beginning of a sentence: “This list”. */
  readonly what = input('This page')
}
