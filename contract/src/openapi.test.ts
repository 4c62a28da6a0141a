import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations, problemCatalogue } from './index.ts'
import { openApiDocument, problemsOf } from './openapi.ts'

const document = openApiDocument()
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, body]) => ({ call: `${method.toUpperCase()} ${path}`, body })),
)

test('every operation is described once, under its own name', () => {
  const expected = operations.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  assert.ok(expected.length >= 20)
  assert.deepEqual(described.map(({ call }) => call).sort(), expected.sort())
  const names = described.map(({ body }) => body['operationId'])
  assert.deepEqual(names.sort(), operations.map(({ id }) => id).sort())
  assert.equal(new Set(names).size, names.length)
})

test('every path parameter is declared, and nothing else is', () => {
  for (const { method, path, params } of operations) {
    const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    assert.deepEqual(Object.keys(params?.properties ?? {}), inPath, `${method} ${path}`)
  }
})

test('every problem an operation declares is in the catalogue', () => {
  for (const operation of operations) {
    for (const code of problemsOf(operation)) assert.ok(code in problemCatalogue, `${operation.id}: ${code}`)
  }
})

test('every problem of the catalogue has an error status and a title', () => {
  for (const [code, { status, title }] of Object.entries(problemCatalogue)) {
    assert.ok(status >= 400 && status < 600, code)
    assert.match(title, /^[A-Z].*[^.]$/, code)
  }
})

test('an operation that needs a token can answer 401, and a public one asks for no credentials', () => {
  for (const operation of operations) {
    const body = described.find((entry) => entry.body['operationId'] === operation.id)?.body
    const responses = Object.keys(body?.['responses'] ?? {})
    const needsToken = operation.access === 'signed-in' || operation.access === 'admin'
    if (needsToken) assert.ok(responses.includes('401'), operation.id)
    assert.equal(JSON.stringify(body?.['security']) === '[]', operation.access === 'public', operation.id)
  }
})

test('every reference leads to a schema of the document', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  )
  assert.ok(references.includes('Todo'))
  for (const name of references) assert.ok(name && name in document.components.schemas, `${name} is missing`)
})

test('no named schema refers to itself only', () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    assert.notDeepEqual(schema, { $ref: `#/components/schemas/${name}` })
  }
})
