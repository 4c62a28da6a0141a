/** Who makes a request, as the access token says it. Rights on a list are not in here. */
export type Actor = {
  readonly userId: string
  readonly role: 'admin' | 'member'
  readonly sessionId: string
}
