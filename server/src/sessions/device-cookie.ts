import { createHmac, timingSafeEqual } from 'node:crypto'
import { HostCookie } from './host-cookie.ts'

/** The longest life browsers give a cookie (RFC 6265bis, 5.5). */
const MAX_AGE_SECONDS = 400 * 86_400
const FORM = /^(d1\.([A-Za-z0-9_-]{43})\.([0-9a-f-]{36}))\.([A-Za-z0-9_-]{43})$/

/**
 * Marks a browser in which a person has signed in before: `d1.<tag of the name>.<device>.<HMAC-SHA256 of all before>`. It
 * signs nobody in. It lets their sign-ins be counted apart from those of strangers, who could otherwise lock them out
 * by failing in their name (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
export class DeviceCookie {
  readonly #cookie: HostCookie
  readonly #key: Buffer

  /** `secure`: is our public address https? */
  constructor(key: Buffer, secure: boolean) {
    this.#cookie = new HostCookie('tally_device', secure)
    this.#key = key
  }

  /** The device in a `Cookie` header, if it is known to the name with this tag; undefined also when we did not write it. */
  read(header: string | undefined, nameTag: string): string | undefined {
    const [, claim, tag, device, mac] = FORM.exec(this.#cookie.read(header) ?? '') ?? []
    if (claim === undefined || device === undefined || mac === undefined || tag !== nameTag) return undefined
    return timingSafeEqual(Buffer.from(mac), Buffer.from(this.#sign(claim))) ? device : undefined
  }

  /** The `Set-Cookie` that makes a device known to a name. */
  write(nameTag: string, device: string): string {
    const claim = `d1.${nameTag}.${device}`
    return this.#cookie.write(`${claim}.${this.#sign(claim)}`, MAX_AGE_SECONDS)
  }

  #sign(claim: string): string {
    return createHmac('sha256', this.#key).update(claim).digest('base64url')
  }
}
