/**
 * Which lists there are to move todos between. What goes into a list comes from one other list only, so that from the
 * order of changes in each list follows one order of all: `Replay` needs that.
 */
export class ListMap {
  readonly #targets = new Map<string, { readonly to: string; readonly userId: string | undefined }[]>()

  /** Todos may go from one list to the other; by that person only, where one is named. */
  connect(from: string, to: string, userId?: string): void {
    this.#targets.set(from, [...(this.#targets.get(from) ?? []), { to, userId }])
  }

  /** Where a person may move the todos of a list. */
  targetsOf(from: string, userId: string): string[] {
    return (this.#targets.get(from) ?? [])
      .filter((target) => target.userId === undefined || target.userId === userId)
      .map(({ to }) => to)
  }
}
