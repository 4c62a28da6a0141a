import type { TSchema } from 'typebox'
import packageJson from '../package.json' with { type: 'json' }
import * as contract from './index.ts'
import type { Access, Operation } from './operation.ts'
import { problemCatalogue, type ProblemCode } from './problem.ts'

type Json = null | boolean | number | string | Json[] | JsonObject
type JsonObject = { [name: string]: Json }

/** The parts of an OpenAPI 3.1 document that this API uses. */
export type OpenApiDocument = {
  openapi: '3.1.0'
  info: JsonObject
  servers: Json[]
  security: Json[]
  paths: Record<string, Record<string, JsonObject>>
  components: { schemas: JsonObject; securitySchemes: JsonObject }
}

/** Describes every operation of the contract as an OpenAPI 3.1 document; plain JSON, the same at every call. */
export function openApiDocument(): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const operation of contract.operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tally',
      version: packageJson.version,
      description:
        'The HTTP API of Tally. Every failure is an RFC 9457 problem with a stable `code`. ' +
        'What you may not see is answered with 404.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Relative to where this document is, which is below /api: whatever the path of this Tally on its host.
    servers: [{ url: '..' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: Object.fromEntries([...schemaNames].map(([schema, name]) => [name, describeMembers(schema)])),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token (RFC 9068)' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-Http-tally_rt',
          description: 'Refresh token; named tally_rt where the public address is http',
        },
      },
    },
  }
}

/**
 * The problems an operation can answer with: its own, and those that come with who may call it and what it takes.
 */
export function problemsOf(operation: Operation): ProblemCode[] {
  const codes = new Set<ProblemCode>(operation.problems)
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code)
  }
  add('invalid-input', 'invalid-request', 'headers-too-large', 'internal-error', 'unavailable')
  if (operation.method !== 'GET') add('invalid-json', 'body-too-large', 'unsupported-media-type')
  if (operation.method !== 'GET') add('storage-full')
  if (operation.access === 'signed-in' || operation.access === 'admin') {
    // Whatever a person asks for, they may ask for too much at the same time, or change too much in a while.
    add('invalid-token', 'ambiguous-credentials', 'too-many-requests')
  }
  if (operation.access === 'admin') add('admins-only')
  return [...codes]
}

const security: Record<Access, Json[]> = {
  public: [],
  cookie: [{ cookie: [] }],
  'signed-in': [{ bearer: [] }],
  admin: [{ bearer: [] }],
}

/** The exported schemas that get a name of their own in the document. */
const schemaNames = new Map<TSchema, string>(
  Object.entries(contract).flatMap(([name, value]) =>
    isSchema(value) ? [[value, name === 'ProblemBody' ? 'Problem' : name]] : [],
  ),
)

function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && '~kind' in value
}

function describeOperation(operation: Operation): JsonObject {
  const feature = /^\/api\/(\w+)/.exec(operation.path)?.[1]
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [feature ?? 'service'],
    security: security[operation.access],
    ...describeFurther(operation),
    parameters: [...parameters('path', operation.params), ...parameters('query', operation.query)],
    ...(operation.body && {
      requestBody: { required: true, content: { 'application/json': { schema: describeSchema(operation.body) } } },
    }),
    responses: { ...describeAnswers(operation), ...describeProblems(operation) },
  }
}

function describeFurther({ description, access }: Operation): JsonObject {
  const sentences = [access === 'admin' && 'Only an admin may do this.', description].filter(Boolean)
  return sentences.length === 0 ? {} : { description: sentences.join(' ') }
}

function parameters(place: 'path' | 'query', schema: Operation['params']): Json[] {
  const required = new Set<string>(schema?.required)
  return Object.entries<TSchema>(schema?.properties ?? {}).map(([name, value]) => ({
    name,
    in: place,
    required: required.has(name),
    schema: describeSchema(value),
  }))
}

const answerNames: Record<number, string> = {
  200: 'Done',
  201: 'Made',
  204: 'Done, nothing to say',
  304: 'Not changed since the ETag in If-None-Match',
}

function describeAnswers(operation: Operation): JsonObject {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, schema]) => {
      const description = answerNames[Number(status)] ?? 'Done'
      if (schema === null) return [status, { description }]
      return [status, { description, content: { [mediaTypeOf(schema)]: { schema: describeSchema(schema) } } }]
    }),
  )
}

function mediaTypeOf(schema: TSchema): string {
  if ('contentMediaType' in schema) return String(schema.contentMediaType)
  return 'type' in schema && schema.type === 'string' ? 'text/plain' : 'application/json'
}

function describeProblems(operation: Operation): JsonObject {
  const byStatus = Map.groupBy(problemsOf(operation), (code) => problemCatalogue[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problemCatalogue[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function describeSchema(schema: unknown): Json {
  const name = isSchema(schema) ? schemaNames.get(schema) : undefined
  return name === undefined ? describeMembers(schema) : { $ref: `#/components/schemas/${name}` }
}

/** A schema as plain JSON, with a reference for each named schema inside it. */
function describeMembers(schema: unknown): Json {
  if (Array.isArray(schema)) return schema.map(describeSchema)
  if (typeof schema === 'object' && schema !== null) {
    return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, describeSchema(value)]))
  }
  if (typeof schema === 'string' || typeof schema === 'number' || typeof schema === 'boolean') return schema
  throw new Error(`A schema cannot hold ${typeof schema}`)
}
