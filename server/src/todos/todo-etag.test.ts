import assert from 'node:assert/strict'
import test from 'node:test'
import { Problem } from '../http/problem.ts'
import { requireMatch, todoEtag } from './todo-etag.ts'

const listId = '01935f4e-0000-7000-8000-000000000001'
const etag = todoEtag({ listId, ver: 5 }, 'epoch')

function codeOf(ifMatch: string | undefined): string {
  try {
    requireMatch(ifMatch, etag)
    return 'ok'
  } catch (error) {
    assert.ok(error instanceof Problem)
    return error.code
  }
}

test('If-Match lets a change pass only at one of its versions', () => {
  const other = todoEtag({ listId, ver: 4 }, 'epoch')
  assert.equal(codeOf(undefined), 'ok')
  assert.equal(codeOf('*'), 'ok')
  assert.equal(codeOf(etag), 'ok')
  assert.equal(codeOf(`W/${etag}`), 'ok')
  assert.equal(codeOf(`${other}, ${etag}`), 'ok')
  assert.equal(codeOf(other), 'version-mismatch')
})

test('an ETag is that of one version, in one list, in one epoch', () => {
  assert.equal(codeOf(todoEtag({ listId, ver: 55 }, 'epoch')), 'version-mismatch')
  assert.equal(
    codeOf(todoEtag({ listId: '01935f4e-0000-7000-8000-000000000002', ver: 5 }, 'epoch')),
    'version-mismatch',
  )
  assert.equal(codeOf(todoEtag({ listId, ver: 5 }, 'another epoch')), 'version-mismatch')
})

test('an If-Match in a form that we do not give is a mismatch', () => {
  for (const unknown of ['"5"', '5', '""', '"abc"', 'W/"5"', '"5', ','])
    assert.equal(codeOf(unknown), 'version-mismatch')
})
