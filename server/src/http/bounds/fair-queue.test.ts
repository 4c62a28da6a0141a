import assert from 'node:assert/strict'
import test from 'node:test'
import { FairQueue } from './fair-queue.ts'

test('of a crowd one goes on in each turn of the event loop, in the order in which they came', async () => {
  const queue = new FairQueue()
  let turn = 0
  const count = () => {
    turn += 1
    if (turn < 20) setImmediate(count)
  }
  setImmediate(count)
  const wentOn: { who: string; turn: number }[] = []
  const come = async (who: string) => {
    await queue.take()
    wentOn.push({ who, turn })
  }
  await Promise.all([come('first').then(() => come('again')), come('second'), come('third')])

  assert.deepEqual(
    wentOn.map(({ who }) => who),
    ['first', 'second', 'third', 'again'],
  )
  const [first = 0] = wentOn.map(({ turn }) => turn)
  assert.deepEqual(
    wentOn.map(({ turn }) => turn - first),
    [0, 1, 2, 3],
  )
  assert.ok(first > 0, 'nobody goes on at once')
})
