import assert from 'node:assert/strict'
import test from 'node:test'
import { distinctLabels, labelKey } from './labels.ts'

test('a label is one, however it is written', () => {
  const spellings = ['Öffnung', 'O\u0308ffnung', 'öffnung', 'ÖＦＦNUNG']
  assert.deepEqual(distinctLabels(spellings), ['Öffnung'])
  assert.deepEqual(distinctLabels(spellings.toReversed()), ['ÖＦＦNUNG'])
})

test('labels that differ stay, in their order, in composed form', () => {
  assert.deepEqual(distinctLabels(['b', 'a', 'Cafe\u0301']), ['b', 'a', 'Caf\u00E9'])
})

test('labels of marks alone are not all one', () => {
  assert.notEqual(labelKey('\u0301'), labelKey('\u0327'))
})

test('no label becomes too long to be sent again', () => {
  const label = '\u0958'.repeat(50)
  assert.deepEqual(distinctLabels([label]), [label])
})
