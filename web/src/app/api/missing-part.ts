/**
 * A page that cannot be opened now: its part of the app is not here, or only the server could say whether it may be.
 */
export class MissingPart extends Error {
  override readonly name = 'MissingPart'
  /** Whether it is all that would be on the screen, and not a page within the frame of the others. */
  readonly isWhole: boolean

  constructor(message: string, { isWhole = false, cause }: { isWhole?: boolean; cause?: unknown } = {}) {
    super(message, { cause })
    this.isWhole = isWhole
  }
}

/**
 * Loads a part of the app for a route: `loadComponent: part(() => import(…))`. It rejects with `MissingPart` when there
 * is no network, or a newer release of the server does not have it any more.
 *
 * @param isWhole whether the part is a whole screen
 */
export function part<T>(load: () => Promise<T>, { isWhole = false } = {}): () => Promise<T> {
  return () =>
    load().catch((cause: unknown) => {
      throw new MissingPart('A part of the app could not be loaded', { isWhole, cause })
    })
}
