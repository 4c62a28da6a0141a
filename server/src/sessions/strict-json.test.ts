import assert from 'node:assert/strict'
import test from 'node:test'
import { parseStrictObject } from './strict-json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

const accepted: unknown[] = [
  {},
  { a: { b: 1 }, c: { b: 2 } },
  { a: [{ b: 1 }, { b: 2 }], b: 3 },
  { a: 'b', b: 'b' },
  { a: [[[[[[[-1.5e300]]]]]]], b: '\u{1f4a9}', c: '[[[[[[[[[1e999' },
  { 'a"b': 1, a: '"b":{', b: '\\' },
]
for (const value of accepted) {
  const text = JSON.stringify(value)
  test(`read: ${text}`, () => assert.deepEqual(parseStrictObject(bytes(text)), value))
}

test('read: with any white space that JSON knows', () => {
  assert.deepEqual(parseStrictObject(bytes(' {\n\t"a" : 1 ,\r "b" :2} ')), { a: 1, b: 2 })
})

const refused: string[] = [
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":2}',
  '{"a" :1,"a"\n:2}',
  '{"x":{"a":1,"a":2}}',
  '{"x":[{"a":1},{"a":1,"a":2}]}',
  '{"a":{},"a":{}}',
  '{"a\\"":1,"a\\"":2}',
  '{"":1,"":2}',
  '[]',
  'null',
  '"{}"',
  '',
  '{"a":1,}',
  "{'a':1}",
  '{"a":NaN}',
  '\ufeff{}',
  '{"a":"\\ud800"}',
  '{"\\udc00":1}',
  '{"a":1e999}',
  '{"a":[-1E+400]}',
  `{"a":${'['.repeat(8)}${']'.repeat(8)}}`,
]
for (const text of refused) {
  test(`refused: ${JSON.stringify(text)}`, () => assert.throws(() => parseStrictObject(bytes(text))))
}

test('refused: bytes that are not UTF-8', () => {
  for (const wrong of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
    assert.throws(() => parseStrictObject(new Uint8Array([...bytes('{"a":"'), ...wrong, ...bytes('"}')])))
  }
})
