import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../random.ts'

/** A disk writes a sector whole or not at all. In bytes. */
const SECTOR = 512

/** What a process was about to do, as lose-unsynced.c wrote it down. */
type Note = {
  readonly type: string
  readonly path: string
  readonly offset: number
  /** The size of the file before. */
  readonly size: number
  readonly data: Buffer
}

/** What a power cut did to the files. */
export type Loss = {
  /** Changes of files that were not synced, and the sectors of these that were lost. */
  readonly unsynced: number
  readonly lostSectors: number
}

/**
 * Does to the files of a process that was killed what a power cut does: of what was not synced, each sector is there or
 * not, at random; a file that was made and never synced may be missing.
 *
 * @param log what lose-unsynced.c wrote
 * @param folder the folder it watched
 */
export function applyLoss(log: string, folder: string, random: Random): Loss {
  const pending = findUnsynced(existsSync(log) ? readFileSync(log) : Buffer.alloc(0))
  // Now and then nothing of it has reached the disk.
  const chance = random.below(3) === 0 ? 0 : 0.5
  let lostSectors = 0
  for (const [path, notes] of pending) lostSectors += loseSectors(path, notes, () => random.next() < chance)
  for (const name of readdirSync(folder)) if (name.endsWith('-shm')) rmSync(join(folder, name))
  return { unsynced: [...pending.values()].reduce((sum, notes) => sum + notes.length, 0), lostSectors }
}

/** The changes of each file since it was synced last, in their order. */
function findUnsynced(log: Buffer): Map<string, Note[]> {
  const pending = new Map<string, Note[]>()
  for (const note of readNotes(log)) {
    const notes = pending.get(note.path) ?? []
    if (note.type === 'S' || note.type === 'U') pending.delete(note.path)
    else if (note.type === 'R') {
      pending.delete(note.path)
      if (notes.length > 0) pending.set(note.data.toString(), notes)
      else pending.delete(note.data.toString())
    } else pending.set(note.path, [...notes, note])
  }
  return pending
}

const HEAD = 25

/** The last note may be cut off: then what it is about was not done. */
function* readNotes(log: Buffer): Generator<Note> {
  for (let at = 0; at + HEAD <= log.length; ) {
    const [pathEnd, type] = [at + HEAD + log.readUInt32LE(at + 1), String.fromCharCode(log[at] ?? 0)]
    const end = pathEnd + log.readUInt32LE(at + 21)
    if (end > log.length) return
    yield {
      type,
      path: log.toString('utf8', at + HEAD, pathEnd),
      offset: Number(log.readBigUInt64LE(at + 5)),
      size: Number(log.readBigUInt64LE(at + 13)),
      data: log.subarray(pathEnd, end),
    }
    at = end
  }
}

/** Puts back the sectors that do not survive; says how many. */
function loseSectors(path: string, notes: readonly Note[], survives: () => boolean): number {
  if (!existsSync(path)) return 0
  if (notes[0]?.type === 'C' && !survives()) {
    rmSync(path)
    return 1
  }
  const now = readFileSync(path)
  const before = undo(now, notes)
  const size = before.length === now.length || survives() ? now.length : before.length
  const after = Buffer.alloc(size)
  before.copy(after)
  let lost = 0
  for (let from = 0; from < Math.max(before.length, now.length); from += SECTOR) {
    const to = Math.min(from + SECTOR, size)
    if (before.subarray(from, from + SECTOR).equals(now.subarray(from, from + SECTOR))) continue
    if (from >= size || !survives()) lost++
    else now.copy(after, from, from, to)
  }
  writeFileSync(path, after)
  return lost
}

/** A file as it was before changes. */
function undo(now: Buffer, notes: readonly Note[]): Buffer {
  let bytes = now
  for (const { type, offset, size, data } of notes.toReversed()) {
    if (type === 'C') return Buffer.alloc(0)
    const older = Buffer.alloc(size)
    bytes.copy(older)
    data.copy(older, offset)
    bytes = older
  }
  return bytes
}
