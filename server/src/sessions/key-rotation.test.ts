import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { StartError } from '../db/start-error.ts'
import type { AlgorithmName } from './signing-algorithm.ts'
import { SigningKeyFile } from './signing-key-file.ts'
import { SigningKeyService } from './signing-key-service.ts'

const START = 1_800_000_000
const PUBLISH = 300
const LIFE = 305

/** A key file whose time a test moves, in seconds since its start. */
async function keyGround(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'tally-rotation-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'keys.json')
  const time = { now: 0 }
  const clock = () => (START + time.now) * 1000
  const fileFor = (alg: AlgorithmName) => new SigningKeyFile({ path, alg, lifeSeconds: LIFE, clock })
  const changes: string[] = []
  const file = fileFor('ES256')
  const service = new SigningKeyService({
    file,
    clock,
    onKeyChange: (kind, kid) => void changes.push(`${kind} ${kid}`),
  })
  const [first] = await file.readOrMake()
  /** The keys as an admin sees them: their state, and their ends in seconds since the start. */
  const states = async () =>
    (await service.list()).map(({ kid, state, verifiesUntil }) => [kid, state, verifiesUntil / 1000 - START] as const)
  return { path, time, fileFor, service, first: first!.kid, changes, states }
}

test('a new key is published for five minutes before it signs; the old one verifies to the end of its tokens', async (t) => {
  const { time, service, first, changes, states } = await keyGround(t)
  const { kid, state } = await service.rotate({ now: false })
  assert.equal(state, 'next')
  const end = PUBLISH + LIFE
  for (const [second, oldState, newState] of [
    [0, 'signs', 'next'],
    [PUBLISH - 1, 'signs', 'next'],
    [PUBLISH, 'verifies', 'signs'],
    [end - 1, 'verifies', 'signs'],
    [end, 'ended', 'signs'],
  ] as const) {
    time.now = second
    assert.deepEqual(await states(), [
      [kid, newState, Infinity],
      [first, oldState, end],
    ])
  }
  assert.deepEqual(changes, [`rotate ${kid}`])
})

test('a new key that is wanted at once signs at once', async (t) => {
  const { service, first, states } = await keyGround(t)
  const { kid } = await service.rotate({ now: true })
  assert.deepEqual(await states(), [
    [kid, 'signs', Infinity],
    [first, 'verifies', LIFE],
  ])
})

test('keys whose time is over go with the next rotation', async (t) => {
  const { time, service, first, states } = await keyGround(t)
  await service.rotate({ now: false })
  time.now = PUBLISH + LIFE
  await service.rotate({ now: false })
  assert.ok((await states()).every(([kid]) => kid !== first))
})

test('rotations that follow each other keep each end, and drop a key that would never sign', async (t) => {
  const { time, service, first, states } = await keyGround(t)
  const second = await service.rotate({ now: false })
  time.now = 10
  const third = await service.rotate({ now: false })
  assert.deepEqual(await states(), [
    [third.kid, 'next', Infinity],
    [second.kid, 'next', PUBLISH + 10 + LIFE],
    [first, 'signs', PUBLISH + LIFE],
  ])
  const fourth = await service.rotate({ now: true })
  assert.deepEqual(await states(), [
    [fourth.kid, 'signs', Infinity],
    [first, 'verifies', 10 + LIFE],
  ])
})

test('a revoked key is gone, and where it was the only one a new one signs at once', async (t) => {
  const { service, first, changes, states } = await keyGround(t)
  const { kid, state } = await service.revoke(first)
  assert.notEqual(kid, first)
  assert.equal(state, 'signs')
  assert.deepEqual(await states(), [[kid, 'signs', Infinity]])
  assert.deepEqual(changes, [`revoke ${first}`])
})

test('where the key that signs is revoked the one that waits signs at once', async (t) => {
  const { service, first, states } = await keyGround(t)
  const next = await service.rotate({ now: false })
  assert.equal((await service.revoke(first)).kid, next.kid)
  assert.deepEqual(await states(), [[next.kid, 'signs', Infinity]])
})

test('where the key that waits is revoked a new one takes its place: the old one is on its way out', async (t) => {
  const { service, first, states } = await keyGround(t)
  const next = await service.rotate({ now: false })
  const { kid } = await service.revoke(next.kid)
  assert.deepEqual(await states(), [
    [kid, 'signs', Infinity],
    [first, 'verifies', LIFE],
  ])
})

test('an unknown key cannot be revoked, and nothing changes', async (t) => {
  const { path, service, changes } = await keyGround(t)
  const before = await readFile(path, 'utf8')
  await assert.rejects(service.revoke('nobody'), StartError)
  assert.equal(await readFile(path, 'utf8'), before)
  assert.deepEqual(changes, [])
})

test('another algorithm gets a key at the start, and those of the old one verify until their tokens end', async (t) => {
  const { time, fileFor, first } = await keyGround(t)
  const keys = await fileFor('HS256').readOrMake()
  assert.deepEqual(
    keys.map(({ alg, verifiesUntil }) => [alg, verifiesUntil - START]),
    [
      ['HS256', Infinity],
      ['ES256', LIFE],
    ],
  )
  assert.equal(keys[1]?.kid, first)
  time.now = LIFE - 1
  assert.equal((await fileFor('HS256').readOrMake()).length, 2)
})

test('a start on keys that have all ended makes a new one', async (t) => {
  const { path, fileFor, first } = await keyGround(t)
  const { keys } = JSON.parse(await readFile(path, 'utf8')) as { keys: object[] }
  await writeFile(path, JSON.stringify({ keys: keys.map((key) => ({ ...key, exp: START })) }))
  const after = await fileFor('ES256').readOrMake()
  assert.equal(after.length, 1)
  assert.notEqual(after[0]?.kid, first)
})
