import { ViewportScroller } from '@angular/common'
import { inject, provideEnvironmentInitializer, type EnvironmentProviders } from '@angular/core'
import { NavigationSkipped, Router, Scroll } from '@angular/router'

/**
 * Scrolls as a browser does with documents: another page begins at its top, Back leads to where one was. While only the
 * details of a todo open or close, the page stays where it is, by whichever way, though the address changes.
 */
export function providePageScroll(): EnvironmentProviders {
  return provideEnvironmentInitializer(() => {
    const router = inject(Router)
    const viewport = inject(ViewportScroller)
    let openPage: string | undefined
    viewport.setHistoryScrollRestoration('manual')
    router.events.subscribe((event) => {
      if (!(event instanceof Scroll)) return
      const page = withoutDetails(router, event.routerEvent.url)
      // Skipped: the link to the page that is open already.
      const isElsewhere = page !== openPage || event.routerEvent instanceof NavigationSkipped
      const isFirst = openPage === undefined
      openPage = page
      if (isElsewhere && !isFirst) viewport.scrollToPosition(event.position ?? [0, 0], { behavior: 'instant' })
    })
  })
}

function withoutDetails(router: Router, url: string): string {
  const tree = router.parseUrl(url)
  delete tree.queryParams['todo']
  return router.serializeUrl(tree)
}
