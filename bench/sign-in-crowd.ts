/**
 * A process of `sign-in-storm.ts`: people who sign in at once with wrong passwords, each under an address of their own.
 * Their connections are open, as those of browsers that show the page are, and each request goes out in one piece: a
 * client that needs a core for itself in order to send would have the server wait for it.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

type Storm = { url: string; count: number; round: number }

const ANSWER_LIMIT_MS = 30_000

/** Opened in the first storm, which is one to warm up. */
const people: Socket[] = []

process.on('message', ({ url, count, round }: Storm) => {
  void Promise.all(Array.from({ length: count }, (_, person) => signIn(new URL(url), round, person))).then((statuses) =>
    process.send?.(statuses),
  )
})

/** Tries to sign in; gives back the status. */
async function signIn(url: URL, round: number, person: number): Promise<number> {
  const socket = (people[person] ??= connect(Number(url.port), url.hostname))
  const body = JSON.stringify({ username: `person ${round}/${person}`, password: 'not the password of anybody' })
  const head = [
    'POST /api/auth HTTP/1.1',
    `Host: ${url.host}`,
    `X-Forwarded-For: 10.0.${round}.${person}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  // The answer is short: it comes in one piece, too.
  const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })) as [Buffer]
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer.toString('latin1'))?.[1]
  if (status === undefined) throw new Error(`No answer begins like this: ${answer.toString('latin1', 0, 40)}`)
  return Number(status)
}
