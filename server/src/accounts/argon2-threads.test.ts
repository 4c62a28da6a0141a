import assert from 'node:assert/strict'
import { argon2Sync, randomBytes } from 'node:crypto'
import test from 'node:test'
import { Argon2Threads } from './argon2-threads.ts'

const cost = { memory: 64, passes: 1, parallelism: 1, tagLength: 32 } as const
const parametersOf = (message: string) => ({ ...cost, message, nonce: randomBytes(16), secret: randomBytes(32) })

test('each of many who ask at once is given the tag of their own parameters', async () => {
  const threads = new Argon2Threads(2)
  const all = Array.from({ length: 20 }, (_, n) => parametersOf(`password ${n}`))
  const tags = await Promise.all(all.map((parameters) => threads.tag(parameters)))
  assert.deepEqual(
    tags.map((tag) => Buffer.from(tag).toString('hex')),
    all.map((parameters) => argon2Sync('argon2id', parameters).toString('hex')),
  )
})

test('parameters that are no good fail for whoever came with them, and for nobody else', async () => {
  const threads = new Argon2Threads(1)
  const [good, bad] = [parametersOf('good'), { ...parametersOf('bad'), memory: 1 }]
  const [before, failed, after] = await Promise.allSettled([good, bad, good].map((one) => threads.tag(one)))
  assert.equal(failed?.status, 'rejected')
  assert.deepEqual([before?.status, after?.status], ['fulfilled', 'fulfilled'])
})
