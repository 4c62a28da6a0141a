import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { everyServer, type TestServer } from '../../test/test-server.ts'

const CROWD = 200

everyServer('whoever reads while a crowd is refused is answered among the first of it', async (_t, server) => {
  const { token } = await server.as('ada')
  const { passwords } = server.tally.accounts
  const release = Promise.withResolvers<void>()
  const everyPlace = Array.from({ length: CROWD }, () => passwords.verify('x', undefined, () => release.promise))
  const settled = Promise.allSettled(everyPlace)

  const crowd = Array.from({ length: CROWD }, () => open(server.url))
  const reader = open(server.url)
  while ((await connections(server)) < CROWD + 1) await new Promise(setImmediate)
  const statuses: number[] = []
  const answers = [...crowd, reader].map(async (socket) => {
    const [answer] = (await once(socket, 'data')) as [Buffer]
    statuses.push(Number(answer.toString('latin1', 9, 12)))
    socket.destroy()
  })
  const body = JSON.stringify({ username: 'ada', password: 'wrong' })
  for (const socket of crowd) {
    socket.write(
      'POST /api/auth HTTP/1.1\r\nHost: tally\r\nContent-Type: application/json\r\n' +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    )
  }
  reader.write(`GET /api/todos HTTP/1.1\r\nHost: tally\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  await Promise.all(answers)

  assert.equal(statuses.filter((status) => status === 503).length, CROWD)
  assert.ok(statuses.indexOf(200) < CROWD / 2, `read after ${statuses.indexOf(200)} refusals`)
  release.resolve()
  await settled
})

function open(url: string): Socket {
  const { hostname, port } = new URL(url)
  return connect(Number(port), hostname)
}

/** How many the server has accepted. */
function connections({ tally }: TestServer): Promise<number> {
  return promisify(tally.http.server.getConnections.bind(tally.http.server))()
}
