/** The claim: to verify a token that was seen before costs a request less than 10 µs of CPU, and no database read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../server/src/db/open-database.ts'
import { newId } from '../server/src/http/id.ts'
import { createLog } from '../server/src/http/log.ts'
import { AccessTokenVerifier } from '../server/src/sessions/access-token-verifier.ts'
import { signAccessToken } from '../server/src/sessions/access-token.ts'
import { identifyByToken } from '../server/src/sessions/identify-by-token.ts'
import { RevocationIndex } from '../server/src/sessions/revocation-index.ts'
import { SessionRowCheck } from '../server/src/sessions/session-row-check.ts'
import { SigningKeyFile } from '../server/src/sessions/signing-key-file.ts'
import { SigningKeyRing } from '../server/src/sessions/signing-key-ring.ts'
import { format, judge, median } from './figures.ts'

const PEOPLE = 100
const REVOKED = 1000
const ROUNDS = 7
const REQUESTS = 200_000
const BAR_NS = 10_000
const LIFE_SECONDS = 3600

const issuer = 'https://todo.example.org'
const clock = Date.now
const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
try {
  const keys = await openKeys()
  const revocations = new RevocationIndex(LIFE_SECONDS, clock)
  for (let i = 0; i < REVOKED; i += 1) revocations.revoke(newId())
  const verifier = new AccessTokenVerifier({ keys, issuer, maxLifeSeconds: LIFE_SECONDS, clock })
  const database = await openDatabase({ url: 'sqlite:', dataDir: folder })
  const identify = identifyByToken(verifier, revocations, new SessionRowCheck(database.db, database.bus), clock)
  const requests = await Promise.all(Array.from({ length: PEOPLE }, async () => requestWith(await newToken(keys))))
  for (const request of requests) await identify(request)

  const costs: number[] = []
  let promises = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = process.cpuUsage()
    for (let i = 0; i < REQUESTS; i += 1) {
      const request = requests[i % PEOPLE]
      if (request && identify(request) instanceof Promise) promises += 1
    }
    const { user, system } = process.cpuUsage(begin)
    costs.push(((user + system) * 1000) / REQUESTS)
  }
  keys.close()
  await database.close()

  const range = `${format(Math.min(...costs))} – ${format(Math.max(...costs))}`
  judge('a hot token costs < 10 µs of CPU', median(costs) < BAR_NS, `${format(median(costs))} ns (${range})`)
  // Whatever asks the database answers by a promise.
  judge(
    'and no database read',
    promises === 0,
    `${format(promises)} of ${format(ROUNDS * REQUESTS)} waited for anything`,
  )
} finally {
  rmSync(folder, { recursive: true })
}

function openKeys(): Promise<SigningKeyRing> {
  const file = new SigningKeyFile({ path: join(folder, 'keys.json'), alg: 'ES256', lifeSeconds: LIFE_SECONDS, clock })
  return SigningKeyRing.open({ file, clock, log: createLog('silent') })
}

function newToken(keys: SigningKeyRing): Promise<string> {
  const now = Math.floor(clock() / 1000)
  return signAccessToken(keys.signer(), issuer, {
    user: { id: newId(), role: 'member' },
    sessionId: newId(),
    authenticatedAt: now,
    issuedAt: now,
    validFrom: now,
    expiresAt: now + LIFE_SECONDS,
  })
}

type Request = Parameters<ReturnType<typeof identifyByToken>>[0]

/** What is read of a request, with the headers a browser sends. */
function requestWith(token: string): Request {
  const headers = {
    host: 'todo.example.org',
    connection: 'keep-alive',
    authorization: `Bearer ${token}`,
    accept: 'application/json, text/plain, */*',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
    referer: 'https://todo.example.org/today',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'en',
    'if-none-match': 'W/"1"',
  }
  const raw = new IncomingMessage(new Socket())
  raw.rawHeaders.push(...Object.entries(headers).flat())
  return { headers, url: '/api/todos', query: {}, raw } as Request
}
