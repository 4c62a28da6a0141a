/**
 * Up to where a device knows a list: everything up to `ver` it has. `floor` is that of the list when it was told so:
 * tombstones up to there may have been removed, and the device needs none of them. It counts only in the epoch it was
 * made in.
 */
export type Cursor = { readonly ver: number; readonly floor: number }

export function writeCursor({ ver, floor }: Cursor, epoch: string): string {
  return `${ver}:${floor}:${epoch}`
}

/** Undefined for a cursor of another epoch, and for what is none. */
export function readCursor(text: string, epoch: string): Cursor | undefined {
  const [, ver, floor, itsEpoch] = /^(\d{1,15}):(\d{1,15}):(.+)$/.exec(text) ?? []
  return itsEpoch === epoch ? { ver: Number(ver), floor: Number(floor) } : undefined
}
