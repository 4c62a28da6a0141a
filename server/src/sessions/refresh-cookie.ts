import { HostCookie } from './host-cookie.ts'

/** The cookie of the refresh token. */
export class RefreshCookie extends HostCookie {
  /** `secure`: is our public address https? */
  constructor(secure: boolean) {
    super('tally_rt', secure)
  }
}
