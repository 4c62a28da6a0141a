import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import type { SyncBatch, SyncStep } from '@tally/contract'
import { TestDevice } from '../../test/test-device.ts'
import { everyServer, type TestServer } from '../../test/test-server.ts'
import { newId } from '../http/id.ts'

const callers = ['owner', 'editor', 'viewer', 'invited', 'stranger'] as const
type World = { listId: string; todoId: string; elsewhere: string; people: Record<string, string> }

/** Every operation on a shared list, and what comes of it for each of the callers. */
const table: [(world: World) => SyncStep | SyncBatch, ...outcomes: [string, string, string, string, string]][] = [
  [({ listId }) => put(listId), 'ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'],
  [
    ({ listId, todoId: key }) => ({ type: 'todo.patch', listId, key, fields: { priority: 1 } }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, todoId: key }) => ({ type: 'todo.complete', listId, key, occurrence: null }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, todoId: key }) => ({ type: 'todo.delete', listId, key }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, todoId: key }) => ({ type: 'todo.restore', listId, key }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, todoId: key, elsewhere }) => ({ type: 'todo.move', listId, key, fields: { listId: elsewhere } }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId }) => ({ type: 'batch', listId, ops: [put(listId)] }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  // The id is in use, by a list that is mine or is not.
  [
    ({ listId }) => ({ type: 'list.put', listId, fields: { name: 'New' } }),
    ...(['ok', 'ok', 'ok', 'id-taken', 'id-taken'] as const),
  ],
  [
    ({ listId }) => ({ type: 'list.patch', listId, fields: { name: 'Other' } }),
    ...(['ok', 'ok', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId }) => ({ type: 'list.patch', listId, fields: { position: 'a5' } }),
    ...(['ok', 'ok', 'ok', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId }) => ({ type: 'list.delete', listId }),
    ...(['ok', 'list-read-only', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId }) => ({ type: 'list.restore', listId }),
    ...(['ok', 'list-read-only', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, people }) => ({ type: 'member.put', listId, key: people['guest'] ?? '', fields: { role: 'viewer' } }),
    ...(['ok', 'list-read-only', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, people }) => ({ type: 'member.put', listId, key: people['editor'] ?? '', fields: { role: 'owner' } }),
    ...(['ok', 'list-read-only', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId, people }) => ({ type: 'member.delete', listId, key: people['other'] ?? '' }),
    ...(['ok', 'list-read-only', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  // Taking back an invitation.
  [
    ({ listId, people }) => ({ type: 'member.delete', listId, key: people['invited'] ?? '' }),
    ...(['ok', 'list-read-only', 'list-read-only', 'list-not-found', 'list-not-found'] as const),
  ],
  [
    ({ listId }) => ({ type: 'invitation.accept', listId }),
    ...(['ok', 'ok', 'ok', 'ok', 'invitation-not-found'] as const),
  ],
  // Where there is nothing to decline nothing happens.
  [({ listId }) => ({ type: 'invitation.decline', listId }), ...(['ok', 'ok', 'ok', 'ok', 'ok'] as const)],
]

function put(listId: string): SyncStep & { type: 'todo.put' } {
  return { type: 'todo.put', listId, key: newId(), fields: { title: 'Buy milk' } }
}

/** A list that Owner shares with Editor, Viewer and Other, and to which Invited is invited; Guest is not in it. */
async function makeWorld(devices: Record<string, TestDevice>, people: Record<string, string>): Promise<World> {
  const [listId, todoId, elsewhere] = [newId(), newId(), newId()]
  const share = (name: string, role: 'editor' | 'viewer', id = listId) => ({
    type: 'member.put' as const,
    listId: id,
    key: people[name] ?? '',
    fields: { role },
  })
  await devices['owner']?.push(
    { type: 'list.put', listId, fields: { name: 'Home' } },
    { type: 'todo.put', listId, key: todoId, fields: { title: 'Paint' } },
    share('editor', 'editor'),
    share('viewer', 'viewer'),
    share('other', 'editor'),
    share('invited', 'editor'),
    { type: 'list.put', listId: elsewhere, fields: { name: 'Elsewhere' } },
    ...['editor', 'viewer', 'invited', 'stranger'].map((name) => share(name, 'editor', elsewhere)),
  )
  for (const name of ['editor', 'viewer', 'other']) await devices[name]?.push({ type: 'invitation.accept', listId })
  for (const name of ['editor', 'viewer', 'invited', 'stranger']) {
    await devices[name]?.push({ type: 'invitation.accept', listId: elsewhere })
  }
  return { listId, todoId, elsewhere, people }
}

async function walk({ as }: TestServer): Promise<void> {
  const people: Record<string, string> = {}
  const sign = async (name: string) => {
    const client = await as(name)
    people[name] = (await client.call(contract.getMe)).body.id
    return new TestDevice(client)
  }
  const devices = {
    owner: await sign('owner'),
    editor: await sign('editor'),
    viewer: await sign('viewer'),
    invited: await sign('invited'),
    stranger: await sign('stranger'),
    other: await sign('other'),
  }
  await sign('guest')
  const leave = (name: string): (typeof table)[number][0] => {
    return ({ listId }) => ({ type: 'member.delete', listId, key: people[name] ?? '' })
  }
  const seen: string[] = []
  const expected: string[] = []
  const tryOut = async (make: (typeof table)[number][0], caller: (typeof callers)[number], outcome?: string) => {
    const world = await makeWorld(devices, people)
    const operation = make(world)
    const [verdict] = await devices[caller].push(operation)
    // Only so many may be unanswered.
    await devices.invited.push({ type: 'invitation.decline', listId: world.listId })
    seen.push(`${operation.type} as ${caller}: ${verdict?.ok ? 'ok' : verdict?.code}`)
    expected.push(`${operation.type} as ${caller}: ${outcome}`)
  }
  for (const [make, ...outcomes] of table) {
    for (const [index, caller] of callers.entries()) await tryOut(make, caller, outcomes[index])
  }
  // Leaving: the owner cannot, the others can.
  for (const caller of callers) {
    await tryOut(
      leave(caller),
      caller,
      { owner: 'last-owner', invited: 'list-not-found', stranger: 'list-not-found' }[caller as string] ?? 'ok',
    )
  }
  assert.deepEqual(seen, expected)
}

everyServer(
  'owner, editor, viewer, whoever is invited and strangers may do what the table says, and nothing else',
  (_t, server) => walk(server),
  // A world for every line and caller: more invitations than somebody makes in an hour.
  { TALLY_QUOTA_INVITATIONS: '10000', TALLY_QUOTA_NEW_LISTS: '10000' },
)
