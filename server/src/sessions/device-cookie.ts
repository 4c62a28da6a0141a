import { createHmac, timingSafeEqual } from 'node:crypto'
import { HostCookie } from './host-cookie.ts'

/** The longest life browsers give a cookie (RFC 6265bis, 5.5). */
const MAX_AGE_SECONDS = 400 * 86_400
/** So many people are known in one browser; who signed in longest ago is forgotten. */
const MAX_PEOPLE = 5
const BETWEEN = '~'
const FORM = /^(d1\.([A-Za-z0-9_-]{43})\.([0-9a-f-]{36}))\.([A-Za-z0-9_-]{43})$/

type Known = { readonly nameTag: string; readonly device: string }

/**
 * Marks a browser in which people have signed in before, the latest first, with a `~` between them:
 * `d1.<tag of the name>.<device>.<HMAC-SHA256 of all before>`. It signs nobody in. It lets their sign-ins be counted
 * apart from those of strangers, who could otherwise lock them out by failing in their name (OWASP, "Slow Down Online
 * Guessing Attacks with Device Cookies").
 */
export class DeviceCookie {
  readonly #cookie: HostCookie
  readonly #key: Buffer

  /** `secure`: is our public address https? */
  constructor(key: Buffer, secure: boolean) {
    this.#cookie = new HostCookie('tally_device', secure)
    this.#key = key
  }

  /**
   * The device in a `Cookie` header, if it is known to the name with this tag; undefined also when we did not write it.
   */
  read(header: string | undefined, nameTag: string): string | undefined {
    return this.#readAll(header).find((known) => known.nameTag === nameTag)?.device
  }

  /** The `Set-Cookie` that makes a device known to a name, and leaves it known to those in the `Cookie` header. */
  write(header: string | undefined, nameTag: string, device: string): string {
    const others = this.#readAll(header).filter((known) => known.nameTag !== nameTag)
    const all = [{ nameTag, device }, ...others].slice(0, MAX_PEOPLE)
    return this.#cookie.write(all.map((known) => this.#signed(known)).join(BETWEEN), MAX_AGE_SECONDS)
  }

  /** What is not ours is left out. */
  #readAll(header: string | undefined): Known[] {
    const entries = (this.#cookie.read(header) ?? '').split(BETWEEN, MAX_PEOPLE)
    return entries.flatMap((entry) => {
      const [, claim, nameTag, device, mac] = FORM.exec(entry) ?? []
      if (claim === undefined || nameTag === undefined || device === undefined || mac === undefined) return []
      return timingSafeEqual(Buffer.from(mac), Buffer.from(this.#sign(claim))) ? [{ nameTag, device }] : []
    })
  }

  #signed({ nameTag, device }: Known): string {
    const claim = `d1.${nameTag}.${device}`
    return `${claim}.${this.#sign(claim)}`
  }

  #sign(claim: string): string {
    return createHmac('sha256', this.#key).update(claim).digest('base64url')
  }
}
