import { Location } from '@angular/common'
import { inject, Service, signal } from '@angular/core'
import { Router, type CanMatchFn } from '@angular/router'

/** The invitation somebody came with. It is a secret, so it stays in memory and ends with the tab. */
@Service()
export class InvitationLink {
  /** The secret of the link; undefined when there was none. */
  readonly token = signal<string | undefined>(undefined)
}

/** The link that a new Tally printed when it started: whoever has it makes the first account. A secret just so. */
@Service()
export class SetUpLink {
  readonly token = signal<string | undefined>(undefined)
}

/** Takes the invitation out of `/join#secret`. */
export const takeInvitation = takeSecret('/join', InvitationLink)
/** Takes the secret out of `/setup#secret`. */
export const takeSetUpSecret = takeSecret('/setup', SetUpLink)

/**
 * Takes a secret out of the address before anything else is done with it: neither the address bar, the history nor a
 * screenshot keeps it. The part behind `#` never reaches a server.
 */
function takeSecret(path: string, link: typeof InvitationLink | typeof SetUpLink): CanMatchFn {
  return () => {
    const router = inject(Router)
    const token = router.currentNavigation()?.extractedUrl.fragment
    if (!token) return true
    inject(link).token.set(token)
    inject(Location).replaceState(path)
    return router.parseUrl(path)
  }
}
