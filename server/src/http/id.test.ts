import assert from 'node:assert/strict'
import test from 'node:test'
import { Id } from '@tally/contract'
import Value from 'typebox/value'
import { newId } from './id.ts'

test('ids are UUIDv7 of this moment, and each sorts after the one before, however fast they come', () => {
  const before = Date.now()
  // More than there are counts within a millisecond.
  const ids = Array.from({ length: 20_000 }, newId)
  assert.ok(ids.slice(1).every((id, n) => id > (ids[n] ?? '')))
  assert.ok(ids.every((id) => Value.Check(Id, id)))
  const ms = Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16)
  assert.ok(ms >= before && ms <= Date.now())
})
