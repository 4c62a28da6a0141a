import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as contract from '@tally/contract'
import { limits, operations, type Operation } from '@tally/contract'
import { engines } from '../test/every-database.ts'
import { startServerProcess, type ServerProcess } from '../test/server-process.ts'
import { TestClient } from '../test/test-client.ts'
import { TestDevice } from '../test/test-device.ts'
import { PASSWORD } from '../test/test-server.ts'
import { worstRequests, type WorstRequest } from '../test/worst-input.ts'
import type { Engine } from './db/db.ts'
import { newId } from './http/id.ts'

/**
 * How long others may wait: a quarter of a second, or on a machine that is slow or busy so many times as long as they
 * wait when nothing else goes on. It counts when it is longer at each of so many attempts.
 */
const PROMISED_MS = 250
const TIMES_QUIET = 50
const ATTEMPTS = 3

const MEGABYTE = 1024 * 1024
/** What a member's requests may add to the memory of the server, in bytes. */
const PROMISED_MEMORY = 60 * MEGABYTE

/** A member with a good deal of todos, and somebody else. */
type World = {
  readonly server: ServerProcess
  readonly member: TestClient
  readonly other: TestClient
  /** What the member has, by the name that ids have in the contract, and in paths with what comes before it. */
  readonly ids: Readonly<Record<string, string>>
}

async function makeWorld(t: TestContext, engine: Engine): Promise<World> {
  const server = await startServerProcess(t, engine)
  const admin = new TestClient(server.url)
  const first = { username: 'admin', password: PASSWORD }
  admin.token = (await admin.call(contract.setUp, { body: first })).body.token
  const join = async (username: string) => {
    await admin.call(contract.addUser, { body: { username, password: PASSWORD } })
    const client = new TestClient(server.url)
    client.token = (await client.call(contract.signIn, { body: { username, password: PASSWORD } })).body.token
    return client
  }
  const [member, other] = [await join('member'), await join('other')]
  const [list, spare] = [newId(), newId()]
  const device = new TestDevice(member)
  await device.push(
    { type: 'list.put', listId: list, fields: { name: 'Mine' } },
    { type: 'list.put', listId: spare, fields: { name: 'Spare' } },
  )
  const todos = Array.from({ length: 500 }, newId)
  for (let at = 0; at < todos.length; at += limits.sync.operations) {
    const fields = { title: 'A todo', notes: 'e\u0301'.repeat(500), labels: ['home'], completed: at < 200 }
    const keys = todos.slice(at, at + limits.sync.operations)
    await device.push(...keys.map((key) => ({ type: 'todo.put' as const, listId: list, key, fields })))
  }
  for (let large = 0; large < 10; large += 1) {
    const fields = { title: 'A long one', notes: '\u0301'.repeat(limits.notes.max), parentId: todos[499] ?? null }
    const put = () => ({ type: 'todo.put' as const, listId: list, key: newId(), fields })
    await device.push(put(), put(), put(), put(), put())
  }
  await other.call(contract.addTodo, { body: { title: "Somebody else's" } })
  const [me, others] = [(await member.call(contract.getMe)).body.id, (await other.call(contract.getMe)).body.id]
  const [todo = '', parent = ''] = todos.slice(498)
  return {
    server,
    member,
    other,
    ids: {
      ...{
        listId: list,
        list,
        spareId: spare,
        key: todo,
        parentId: parent,
        userId: others,
        assigneeId: me,
        assignee: me,
      },
      ...{ 'lists/:id': list, 'todos/:id': todo, 'users/:id': others, 'lists/:userId': others },
    },
  }
}

function idsOf({ ids }: World, { path }: Operation) {
  const feature = /^\/api\/(\w+)/.exec(path)?.[1] ?? ''
  return (name: string) => ids[name] ?? ids[`${feature}/${name}`] ?? newId()
}

/** How long the two calls that must not wait take until `done`, at the worst, in milliseconds. */
async function longestWait({ other }: World, done: Promise<unknown>): Promise<number> {
  let [goesOn, longest] = [true, 0]
  const probe = async (path: string) => {
    do {
      const begin = performance.now()
      await (await other.send('GET', path)).arrayBuffer()
      longest = Math.max(longest, performance.now() - begin)
      await sleep(2)
    } while (goesOn)
  }
  const probes = Promise.all([probe('/healthz'), probe('/api/todos')])
  await done
  goesOn = false
  await probes
  return longest
}

/** Sends a request and reads the answer; a stream of events only its beginning. */
async function send({ member }: World, { method, id }: Operation, { path, headers, body }: WorstRequest) {
  const withBody = body === undefined ? {} : { body }
  const answer = await member.send(method, path, { ...withBody, ...(headers && { headers }) })
  if (id === 'streamEvents') await answer.body?.cancel()
  else await answer.arrayBuffer()
  return answer.status
}

/** What makes the member somebody who may do less comes last. */
const LAST = ['deleteList', 'endOtherSessions', 'changePassword', 'endSession', 'signOut']

for (const engine of engines) {
  void test(`whatever a member sends, others wait no longer than a moment (${engine})`, async (t) => {
    const world = await makeWorld(t, engine)
    const quiet = await longestWait(world, sleep(500))
    const promised = Math.max(PROMISED_MS, TIMES_QUIET * quiet)
    const tooLong: string[] = []
    const waits: { readonly what: string; readonly wait: number }[] = []
    const statuses = new Set<number>()
    const inOrder = operations.toSorted((one, next) => LAST.indexOf(one.id) - LAST.indexOf(next.id))
    for (const operation of inOrder) {
      const requests = worstRequests(operation, idsOf(world, operation))
      const crowd = Array.from(
        { length: 100 },
        () => requests.find(({ body = '' }) => body.length < 2000) ?? requests[0],
      )
      const attacks = [
        ...requests.map((request) => ({ what: request.what, sent: [request] })),
        { what: '100 at once', sent: crowd.filter((request) => request !== undefined) },
      ]
      for (const { what, sent } of attacks) {
        let wait = Infinity
        for (let attempt = 0; attempt < ATTEMPTS && wait > promised; attempt += 1) {
          const all = Promise.all(sent.map((request) => send(world, operation, request).catch(() => 0)))
          wait = Math.min(wait, await longestWait(world, all))
          for (const status of await all) statuses.add(status)
        }
        waits.push({ what: `${operation.id}, ${what}`, wait })
        if (wait > promised) tooLong.push(`${operation.id}, ${what}: ${Math.round(wait)} ms`)
      }
    }
    const longest = waits.toSorted((one, other) => other.wait - one.wait).slice(0, 3)
    const words = longest.map(({ what, wait }) => `${Math.round(wait)} ms (${what})`)
    t.diagnostic(`${words.join(', ')}; ${Math.round(quiet)} ms when nothing else goes on`)
    assert.deepEqual(tooLong, [])
    assert.ok(statuses.has(200) && statuses.has(400) && statuses.has(413))
    assert.ok(!statuses.has(500), 'nothing is a fault of ours')
  })

  void test(`what a member leaves unread, or sends too much of, takes little memory (${engine})`, async (t) => {
    const { server, member } = await makeWorld(t, engine)
    const pull = JSON.stringify({ client: newId(), schema: 1, cursors: {}, limit: limits.sync.page.max })
    const pulls = (count: number) =>
      Promise.all(Array.from({ length: count }, () => member.send('POST', '/api/sync/pull', { body: pull })))
    // What the process needs for its work in any case, it has by then.
    for (let round = 0; round < 5; round += 1) for (const answer of await pulls(8)) await answer.arrayBuffer()
    const before = await server.memory()

    const { hostname, port } = new URL(server.url)
    const sockets = Array.from({ length: 40 }, () => connect(Number(port), hostname))
    t.after(() => sockets.forEach((socket) => socket.destroy()))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const head = [
      'POST /api/sync/pull HTTP/1.1',
      `Host: ${hostname}`,
      `Authorization: Bearer ${member.token ?? ''}`,
      'Content-Type: application/json',
      `Content-Length: ${pull.length}`,
    ].join('\r\n')
    for (const socket of sockets) {
      socket.on('error', () => undefined).pause()
      socket.write(`${head}\r\n\r\n${pull}`)
    }
    await sleep(3000)
    const unread = (await server.memory()) - before
    for (const socket of sockets) socket.destroy()

    const streams: (Response | undefined)[] = []
    for (let asked = 0; asked < 2000; asked += 50) {
      const ask = () => member.send('GET', '/api/sync/events').catch(() => undefined)
      streams.push(...(await Promise.all(Array.from({ length: 50 }, ask))))
    }
    const streaming = (await server.memory()) - before
    for (const stream of streams) await stream?.body?.cancel().catch(() => undefined)

    const unknown = JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [`m${n}`, 1])))
    for (let sent = 0; sent < 10; sent += 1) {
      for (const path of ['/api/sync/push', '/api/todos/batch']) {
        // A refusal may come, and the connection end, before all of it is sent.
        await member.send('POST', path, { body: unknown }).then(
          (answer) => answer.arrayBuffer(),
          () => undefined,
        )
      }
    }
    const afterUnknown = (await server.memory()) - before
    const all = [unread, streaming, afterUnknown]
    const words = all.map((bytes) => Math.round(bytes / MEGABYTE)).join(', ')
    t.diagnostic(`MB more: ${words} (answers unread, streams, unknown members)`)
    assert.ok(Math.max(...all) < PROMISED_MEMORY, `${words} MB more`)
  })
}
