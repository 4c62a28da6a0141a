import { Location } from '@angular/common'
import { inject, Service, signal } from '@angular/core'
import { Router, type CanMatchFn } from '@angular/router'

/** The invitation somebody came with. It is a secret, so it stays in memory and ends with the tab. */
@Service()
export class InvitationLink {
  /** The secret of the link; undefined when there was none. */
  readonly token = signal<string | undefined>(undefined)
}

/**
 * Takes the invitation out of the address (`/join#secret`) before anything else is done with it: neither the address
 * bar, the history nor a screenshot keeps it. The part behind `#` never reaches a server.
 */
export const takeInvitation: CanMatchFn = () => {
  const link = inject(InvitationLink)
  const router = inject(Router)
  const token = router.currentNavigation()?.extractedUrl.fragment
  if (!token) return true
  link.token.set(token)
  inject(Location).replaceState('/join')
  return router.parseUrl('/join')
}
