import assert from 'node:assert/strict'
import test from 'node:test'
import { AddressBudget } from './address-budget.ts'
import { Problem } from '../problem.ts'

const fail = (code: 'invalid-credentials' | 'unavailable') => () => Promise.reject(new Problem(code))
const succeed = () => Promise.resolve('done')

/** What becomes of so many attempts, by its problem code. */
async function attempts(budget: AddressBudget, address: string, count: number, attempt: () => Promise<string>) {
  const outcomes = new Map<string, number>()
  for (let n = 0; n < count; n += 1) {
    const outcome = await budget.attempt(address, attempt).catch((error: unknown) => (error as Problem).code)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  return Object.fromEntries(outcomes)
}

test('an address may fail sixty times, then once every three seconds', async () => {
  let now = 0
  const budget = new AddressBudget(() => now)
  const outcomes = await attempts(budget, '192.0.2.1', 70, fail('invalid-credentials'))
  assert.deepEqual(outcomes, { 'invalid-credentials': 60, 'too-many-requests': 10 })
  await assert.rejects(budget.attempt('192.0.2.1', succeed), (error) => {
    assert.ok(error instanceof Problem)
    return error.options.headers?.['retry-after'] === '3'
  })
  assert.equal(await budget.attempt('192.0.2.2', succeed), 'done')
  now = 3000
  assert.equal(await budget.attempt('192.0.2.1', succeed), 'done')
})

test('what succeeds costs nothing, and neither does what we were too busy for', async () => {
  const budget = new AddressBudget(() => 0)
  assert.deepEqual(await attempts(budget, '192.0.2.1', 200, succeed), { done: 200 })
  assert.deepEqual(await attempts(budget, '192.0.2.1', 200, fail('unavailable')), { unavailable: 200 })
})

test('attempts are charged when they begin, so that many at once count as well', async () => {
  const budget = new AddressBudget(() => 0)
  const { promise, resolve } = Promise.withResolvers<string>()
  const all = Promise.allSettled(Array.from({ length: 100 }, () => budget.attempt('192.0.2.1', () => promise)))
  resolve('done')
  assert.equal((await all).filter(({ status }) => status === 'fulfilled').length, 60)
})

test('all addresses of one IPv6 network share what it may fail', async () => {
  const budget = new AddressBudget(() => 0)
  await attempts(budget, '2001:db8::1', 60, fail('invalid-credentials'))
  assert.deepEqual(await attempts(budget, '2001:db8::2', 1, succeed), { 'too-many-requests': 1 })
  assert.deepEqual(await attempts(budget, '2001:db8:0:1::1', 1, succeed), { done: 1 })
})
