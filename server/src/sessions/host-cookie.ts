import { parseCookie, stringifySetCookie } from 'cookie'

/**
 * A cookie for our server alone: scripts cannot read it, other sites cannot send it. On https its name has the
 * `__Host-Http-` prefix (RFC 6265bis): the browser then refuses one that a script, a sister domain or plain http has
 * set.
 */
export class HostCookie {
  readonly name: string
  readonly #attributes: { httpOnly: true; sameSite: 'strict'; path: '/'; secure: boolean }

  /** `secure`: is our public address https? Browsers keep no Secure cookie of a plain http one. */
  constructor(name: string, secure: boolean) {
    this.name = secure ? `__Host-Http-${name}` : name
    this.#attributes = { httpOnly: true, sameSite: 'strict', path: '/', secure }
  }

  /** Its value in a `Cookie` header. */
  read(header: string | undefined): string | undefined {
    return header === undefined ? undefined : parseCookie(header)[this.name]
  }

  /** A `Set-Cookie` that keeps the value for so many seconds, or without them until the browser is closed. */
  write(value: string, maxAge?: number): string {
    return stringifySetCookie({
      name: this.name,
      value,
      ...this.#attributes,
      ...(maxAge !== undefined && { maxAge }),
    })
  }

  /** A `Set-Cookie` that removes it. */
  clear(): string {
    return this.write('', 0)
  }
}
