import { untracked } from '@angular/core'
import type { Asked } from '../api/asked'

/**
 * Brings a list up to date with what was just done. A list that is being read may be from before that, and one that
 * could not be read cannot be changed: both are read anew.
 */
export function changeLoaded<Value>(list: Asked<Value>, change: (value: Value) => Value): void {
  untracked(() => {
    const value = list.value()
    const isWhole = value !== undefined && !list.isLoading()
    if (value !== undefined) list.set(change(value))
    if (!isWhole) list.reload()
  })
}
