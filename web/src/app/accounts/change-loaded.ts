import { untracked, type WritableResource } from '@angular/core'

/**
 * Brings a list up to date with what was just done. A list that is being read may be from before that, and one that
 * could not be read cannot be changed: both are read anew.
 */
export function changeLoaded<Value>(list: WritableResource<Value | undefined>, change: (value: Value) => Value): void {
  untracked(() => {
    const isWhole = list.hasValue() && !list.isLoading()
    // Nothing can be read anew while it is read for the first time, which this ends.
    list.set(list.hasValue() ? change(list.value()) : undefined)
    if (!isWhole) list.reload()
  })
}
