import { Location } from '@angular/common'
import { inject, Service, signal, type Type, type WritableSignal } from '@angular/core'
import { Router, type CanMatchFn } from '@angular/router'

/** The secret of a link somebody came with. It stays in memory and ends with the tab. */
export type SecretLink = {
  /** Undefined when there was none. */
  readonly token: WritableSignal<string | undefined>
}

/** The invitation somebody came with. */
@Service()
export class InvitationLink implements SecretLink {
  readonly token = signal<string | undefined>(undefined)
}

/** The link that a new Tally printed when it started: whoever has it makes the first account. A secret just so. */
@Service()
export class SetUpLink implements SecretLink {
  readonly token = signal<string | undefined>(undefined)
}

/**
 * Takes the secret out of the address (`/join#secret`) before anything else is done with it: neither the address bar,
 * the history nor a screenshot keeps it. The part behind `#` never reaches a server.
 *
 * @param path that of the page the link leads to
 * @param service where the secret is kept
 */
export function takeSecret(path: string, service: Type<SecretLink>): CanMatchFn {
  return () => {
    const link = inject(service)
    const router = inject(Router)
    const token = router.currentNavigation()?.extractedUrl.fragment
    if (!token) return true
    link.token.set(token)
    inject(Location).replaceState(path)
    return router.parseUrl(path)
  }
}
