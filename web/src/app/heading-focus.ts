import {
  afterNextRender,
  inject,
  Injector,
  provideEnvironmentInitializer,
  type EnvironmentProviders,
} from '@angular/core'
import { NavigationEnd, NavigationStart, Router } from '@angular/router'
import { focusHeading, hasBegun } from './ui/focus-heading'

/**
 * Puts the focus on the heading of every page that is opened, as a browser does with a new document. Not on the first
 * load, nor when only the query changes, nor when the page has put the focus somewhere itself, such as in a search
 * field.
 */
export function provideHeadingFocus(): EnvironmentProviders {
  return provideEnvironmentInitializer(() => {
    const router = inject(Router)
    const injector = inject(Injector)
    let openPath: string | undefined
    let cameFrom: Element | null = null
    let headingBefore: string | undefined
    router.events.subscribe((event) => {
      if (event instanceof NavigationStart) {
        cameFrom = document.activeElement
        headingBefore = heading()?.textContent
      }
      if (!(event instanceof NavigationEnd)) return
      const path = pathOf(event.urlAfterRedirects)
      const isOtherPage = path !== openPath
      openPath = path
      if (isOtherPage && hasBegun()) afterNextRender({ read: () => leave(cameFrom, headingBefore) }, { injector })
    })
  })
}

/** Goes from the element that led to the new page to its heading. */
function leave(cameFrom: Element | null, headingBefore: string | undefined): void {
  const target = heading()
  // The same heading: another part of the same page, such as another tab of the settings.
  if (!target || (target.textContent === headingBefore && cameFrom?.isConnected)) return
  const active = document.activeElement
  const hasOwnFocus = active !== cameFrom && active?.closest('main')
  if (!hasOwnFocus) focusHeading(target)
}

function heading(): HTMLElement | null {
  return document.querySelector('main h1')
}

function pathOf(url: string): string {
  return url.replace(/[?#].*/, '')
}
