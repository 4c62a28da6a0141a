import { randomUUIDv7 } from 'node:crypto'
import type { SyncOperation } from '@tally/contract'
import { Connection } from './connection.ts'
import type { Ledger } from './ledger.ts'
import { ListMap } from './list-map.ts'
import { Person } from './person.ts'
import { push, readServerState } from './server-state.ts'
import type { ServerProcess } from './server-process.ts'

const LISTS = 4

/** Two people, their Inboxes, and lists that they share. */
export type World = {
  readonly people: readonly Person[]
  readonly lists: ListMap
  /** The counters of the lists before the first operation of the ledger. */
  readonly begin: ReadonlyMap<string, number>
}

/** Makes it on an empty server; its operations are the first of the ledger. */
export async function makeWorld(server: ServerProcess, ledger: Ledger): Promise<World> {
  const ada = await Person.join(server.url, 'ada')
  const ben = await Person.join(server.url, 'ben')
  const client = randomUUIDv7()
  const states = await Promise.all([ada, ben].map((person) => readServerState(new Connection(person, server), client)))
  const begin = new Map(states.flatMap(({ heads }) => [...heads]))
  const shared = Array.from({ length: LISTS }, () => randomUUIDv7())
  // Whoever takes todos to their own Inbox owns the list they take them from: where an editor does, the server leaves
  // copies in its trash, under ids that no device knows. The model (model.test.ts) knows of those.
  const ownerOf = (index: number) => (index === 1 ? ben : ada)
  const otherThan = (person: Person) => (person === ada ? ben : ada)
  const make = async (person: Person, operations: readonly SyncOperation[]) => {
    for (const operation of operations) ledger.send(person.userId, operation)
    ledger.acknowledge(await push(new Connection(person, server), client, operations))
  }
  for (const [index, listId] of shared.entries()) {
    const [owner, other] = [ownerOf(index), otherThan(ownerOf(index))]
    await make(owner, [
      { id: randomUUIDv7(), type: 'list.put', listId, fields: { name: `Shared ${index}`, position: `a${index}` } },
      { id: randomUUIDv7(), type: 'member.put', listId, key: other.userId, fields: { role: 'editor' } },
    ])
    await make(other, [{ id: randomUUIDv7(), type: 'invitation.accept', listId }])
  }

  const lists = new ListMap()
  shared.forEach((listId, index) => lists.connect(listId, shared[(index + 1) % LISTS] ?? listId))
  const inboxes = states.map((state) => state.lists.find(({ kind }) => kind === 'inbox')?.id ?? '')
  for (const [index, person] of [ada, ben].entries()) {
    lists.connect(shared[index] ?? '', inboxes[index] ?? '', person.userId)
  }
  return { people: [ada, ben], lists, begin }
}
