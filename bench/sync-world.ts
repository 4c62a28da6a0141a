import { randomUUIDv7 } from 'node:crypto'
import { makeTallyWorld, type TallyWorld } from './tally-world.ts'

/** Tally with one person who is signed in, and calls of its sync endpoints as a device makes them. */
export type SyncWorld = TallyWorld & {
  inbox: string
  /** Makes a list, and gives back its id. */
  makeList(name: string): Promise<string>
  /** Makes that many todos in a list, in one request; at most a hundred. */
  push(listId: string, count: number): Promise<void>
  /** A page of everything, as text, and how long it took, in milliseconds. */
  pullAll(limit: number): Promise<{ text: string; ms: number }>
}

export async function makeSyncWorld(core?: number): Promise<SyncWorld> {
  const world = await makeTallyWorld(core)
  const { url } = world.server
  const headers = { authorization: world.authorization, 'content-type': 'application/json' }
  const client = randomUUIDv7()
  const send = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    return text
  }
  const lists = (await (await fetch(`${url}/api/lists`, { headers })).json()) as { id: string }[]
  return {
    ...world,
    inbox: lists[0]?.id ?? '',
    makeList: async (name) => {
      const { id } = JSON.parse(await send('/api/lists', { name })) as { id: string }
      return id
    },
    push: async (listId, count) => {
      const ops = Array.from({ length: count }, (_, n) => ({
        id: randomUUIDv7(),
        type: 'todo.put',
        listId,
        key: randomUUIDv7(),
        fields: { title: `Buy milk, number ${n}`, notes: 'The one in the blue carton', labels: ['shop'] },
      }))
      const text = await send('/api/sync/push', { client, schema: 1, ops })
      const { results } = JSON.parse(text) as { results: { ok: boolean }[] }
      if (!results.every(({ ok }) => ok)) throw new Error(`Refused: ${text.slice(0, 200)}`)
    },
    pullAll: async (limit) => {
      const begin = performance.now()
      const text = await send('/api/sync/pull', { client, schema: 1, cursors: {}, limit })
      return { text, ms: performance.now() - begin }
    },
  }
}
