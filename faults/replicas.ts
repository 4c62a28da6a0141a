import { randomUUIDv7 } from 'node:crypto'
import { until } from '../server/test/until.ts'
import { ReplicaDatabase } from '../web/src/app/sync/engine/replica-database.ts'
import type { ListRows, Rows } from '../web/src/app/sync/engine/rows.ts'
import { readOperations, readRows } from '../web/src/app/sync/engine/stored.ts'
import { PATIENCE_MS, type Device } from './device.ts'
import type { ServerState } from './server-state.ts'

/** Waits until each device has nothing left to send and is where the server is. */
export async function untilSynced(devices: readonly Device[], states: ReadonlyMap<string, ServerState>): Promise<void> {
  for (const device of devices) {
    const cursors = states.get(device.person.userId)?.cursors ?? new Map<string, string>()
    const database = new ReplicaDatabase(device.name)
    const isThere = async () => {
      const [rows, operations] = await Promise.all([readRows(database), readOperations(database)])
      const isAtEnd = [...cursors].every(([id, cursor]) => rows.get(id)?.cursor === cursor)
      if (isAtEnd && operations.outbox.length === 0 && operations.unseen.length === 0) return true
      device.wake()
      await new Promise((resolve) => setTimeout(resolve, 100))
      return false
    }
    await until(`${device.name} is synced`, PATIENCE_MS, isThere)
    database.close()
  }
}

/**
 * Compares what devices of one person have stored, and what they show, with `fresh`, which has pulled from nothing, and
 * that with what the server says over REST. Gives the differences, in words.
 */
export async function compareReplicas(
  devices: readonly Device[],
  fresh: Device,
  state: ServerState,
): Promise<string[]> {
  const expected = textsOf(fresh.engine.current.rows)
  const words = differencesOf('the server over REST', expected, textsOfState(state))
  for (const device of [...devices, fresh]) {
    const database = new ReplicaDatabase(device.name)
    const stored = await readRows(database)
    database.close()
    words.push(...differencesOf(`the database of ${device.name}`, expected, textsOf(stored)))
    words.push(...differencesOf(`the view of ${device.name}`, expected, textsOf(device.engine.current.rows)))
  }
  return words
}

/** The name of a device that was never there before. */
export function newDeviceName(): string {
  return `fresh ${randomUUIDv7()}`
}

type Texts = ReadonlyMap<string, string>

/** Each list and each todo as text, by its id. Who has a list is part of it. */
function textsOf(rows: Rows): Texts {
  return new Map([...rows.values()].flatMap((list) => [listText(list), ...[...list.todos.values()].map(rowText)]))
}

function listText({ list, members }: ListRows): readonly [string, string] {
  const roles = members.map(({ userId, role, ver }) => [userId, role, ver]).sort()
  return [list.id, `${rowText(list)[1]} ${JSON.stringify(roles)}`]
}

/** `openCount` is left out: a pull tells a list only when the list itself changed, and a device counts what it has. */
function rowText(row: { readonly id: string }): readonly [string, string] {
  const fields = Object.entries(row).filter(([name]) => name !== 'openCount')
  return [row.id, JSON.stringify(Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1))))]
}

/** REST tells no members with a list: those are left to the replicas. */
function textsOfState({ lists, todos }: ServerState): Texts {
  return new Map([...lists, ...todos].map(rowText))
}

function differencesOf(what: string, expected: Texts, there: Texts): string[] {
  const ids = new Set([...expected.keys(), ...there.keys()])
  return [...ids]
    .filter((id) => !isSame(expected.get(id), there.get(id)))
    .map((id) => `${what} has ${there.get(id) ?? 'nothing'} where a new device has ${expected.get(id) ?? 'nothing'}`)
}

function isSame(expected: string | undefined, there: string | undefined): boolean {
  return expected === there || (expected !== undefined && there !== undefined && expected.startsWith(`${there} [`))
}
