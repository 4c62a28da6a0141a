import type { TSchema } from 'typebox'
import { limits, type Operation } from '@tally/contract'
import { bodyBounds } from '../src/http/bounds/body-bounds.ts'
import { shapeOf } from '../src/http/input/schema-shape.ts'

/** A request at its worst, and what is bad about it. */
export type WorstRequest = {
  readonly what: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or what is sent as such. */
  readonly body?: string
}

/** Gives the value of an id by the name of its member; otherwise what is asked for goes to nobody. */
export type KnownIds = (name: string) => string

/** One letter of as many code points as are left: the most that can be put into a text of so many. */
const MARKS = '\u0301\u0327\u0323'
/** What has a form of its own, by its format or the beginning of its pattern. */
const FORMS: readonly [form: string, value: string][] = [
  ['date', '2026-12-31'],
  ['time-zone', 'America/Argentina/ComodRivadavia'],
  ['^(?:[01]', '23:59'],
  ['^[\\p{L}', 'x'],
]
/** Kinds of operations that `pushed` makes. */
const PUSHED = 10
const NEWER = Object.fromEntries(Array.from({ length: 19_000 }, (_, n) => [`m${n}`, 1]))

/**
 * The worst requests there are to an operation: the longest, the deepest, the most, as its contract and HTTP let them
 * be.
 */
export function worstRequests(operation: Operation, ids: KnownIds): WorstRequest[] {
  const path = operation.path.replace(/:\w+/g, (name) => ids(name))
  const query = Object.entries(operation.query?.properties ?? {}).map(
    ([name, schema]) => [name, String(worstValue(name, schema, ids))] as const,
  )
  const worstQuery = query.length > 0 ? `?${new URLSearchParams(query.map((pair) => [...pair])).toString()}` : ''
  const manyQuery = `?${Array.from({ length: 800 }, (_, n) => `a=${n}&b${n}=1`).join('&')}`.slice(0, 12_000)
  return [
    { what: 'all of its query', path: path + worstQuery },
    ...query.map(([name, value]) => ({ what: `only ${name}`, path: `${path}?${name}=${encodeURIComponent(value)}` })),
    { what: 'a query of many members', path: path + manyQuery },
    { what: 'a long path', path: `${path}/${'x'.repeat(10_000)}` },
    { what: 'long headers', path, headers: LONG_HEADERS },
    ...(operation.method === 'GET' ? [] : worstBodies(operation, ids).map((body) => ({ ...body, path }))),
  ]
}

const LONG_HEADERS = {
  'user-agent': 'Version/'.repeat(350),
  'if-match': `${'"1",'.repeat(500)}x`,
  'if-none-match': '"1" ,'.repeat(400),
  'x-forwarded-for': '10.0.0.1, '.repeat(200),
  cookie: 'tally_rt=v1.1.x; '.repeat(100),
}

function worstBodies(operation: Operation, ids: KnownIds): { what: string; body: string }[] {
  const room = Math.min(bodyBounds(operation).bytes, operation.id === 'pushChanges' ? limits.sync.bytes : Infinity)
  const filled = (unit: string, head: string, tail: string) =>
    head + unit.repeat(Math.floor((room - head.length - tail.length) / unit.length)) + tail
  const nonsense = [
    { what: 'nested', body: filled('[', '', '') },
    { what: 'a wide array', body: filled('1,', '[', '1]') },
    { what: 'many members', body: JSON.stringify(NEWER).slice(0, room) },
    { what: 'more than it takes', body: 'x'.repeat(1_000_000) },
  ]
  if (!operation.body) return nonsense
  const schema = operation.body
  const valid = Array.from({ length: variantsOf(schema) }, (_, nth) => fitting(schema, room, ids, nth))
  const names = Object.entries(shapeOf(schema).properties ?? {})
  const arrays = names.filter(([, member]) => shapeOf(member).type === 'array').map(([name]) => name)
  return [
    ...valid.map((body) => ({ what: 'all of its members', body })),
    ...arrays.map((name) => ({
      what: `a wide array of ${name}`,
      body: filled('1,', `{"${name}":[`, '1]}'),
    })),
    {
      what: 'unknown members',
      body: JSON.stringify({ ...(JSON.parse(valid[0] ?? '{}') as object), ...NEWER }).slice(0, room),
    },
    ...nonsense,
  ]
}

/** How many kinds of things there are in the array of a body, each of which is to be tried; one where it has none. */
function variantsOf(schema: TSchema): number {
  const items = Object.values(shapeOf(schema).properties ?? {}).flatMap((member) => shapeOf(member).items ?? [])
  const counts = items.map(
    (item) => shapeOf(item).anyOf?.length ?? ('type' in (shapeOf(item).properties ?? {}) ? PUSHED : 1),
  )
  return Math.max(1, ...counts)
}

/** The largest valid body for which there is room: arrays get as many items as that, up to their bound. */
function fitting(schema: TSchema, room: number, ids: KnownIds, nth: number): string {
  const bytesOf = (items: number) => Buffer.byteLength(JSON.stringify(worstValue('', schema, ids, { items, nth })))
  const [one, two] = [bytesOf(1), bytesOf(2)]
  const items = two > one ? Math.floor((room - one) / (two - one)) : 1
  return JSON.stringify(worstValue('', schema, ids, { items: Math.max(1, items), nth }))
}

type Choice = { readonly items: number; readonly nth: number }

function worstValue(name: string, schema: TSchema, ids: KnownIds, choice: Choice = { items: 20, nth: 0 }): unknown {
  const shape = shapeOf(schema)
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) {
    const alternatives = shape.anyOf.filter((one) => shapeOf(one).type !== 'null')
    const alternative = alternatives[choice.nth % alternatives.length]
    return alternative ? worstValue(name, alternative, ids, choice) : null
  }
  switch (shape.type) {
    case 'object':
      return worstObject(schema, ids, choice)
    case 'array':
      return Array.from({ length: Math.min(shape.maxItems ?? 1, choice.items) }, (_, index) =>
        shape.uniqueItems ? `${index}${MARKS.repeat(15)}` : worstItem(name, shape.items, ids, choice),
      )
    case 'integer':
      return name === 'schema' ? 1 : name === 'limit' ? limits.page.max : 1
    case 'boolean':
      return true
    default:
      return worstText(name, schema, ids)
  }
}

/** An operation of a push, of which its contract says only the outside. */
function worstItem(name: string, schema: TSchema | undefined, ids: KnownIds, choice: Choice): unknown {
  const item = schema && worstValue(name, schema, ids, choice)
  const isPushed = typeof item === 'object' && item !== null && 'type' in item && item.type === 'x'
  return isPushed ? { ...item, ...pushed(ids)[choice.nth % pushed(ids).length], id: ids('fresh') } : item
}

function pushed(ids: KnownIds): object[] {
  const at = { listId: ids('listId'), key: ids('key') }
  const notes = `n${MARKS.repeat(6)}`.repeat(5)
  return [
    { type: 'todo.put', listId: at.listId, key: ids('fresh'), fields: { title: notes, notes, parentId: at.key } },
    { type: 'todo.patch', ...at, fields: { notes }, base: { notes: 'x' } },
    { type: 'todo.patch', ...at, fields: { parentId: ids('parentId') } },
    { type: 'todo.move', ...at, fields: { listId: ids('spareId') } },
    { type: 'todo.move', listId: ids('spareId'), key: at.key, fields: { listId: at.listId } },
    { type: 'todo.complete', ...at, occurrence: null },
    { type: 'list.put', listId: ids('fresh'), fields: { name: notes } },
    { type: 'list.patch', listId: at.listId, fields: { name: notes } },
    { type: 'member.put', listId: at.listId, key: ids('userId'), fields: { role: 'editor' } },
    {
      type: 'batch',
      listId: at.listId,
      ops: Array.from({ length: 9 }, () => ({ type: 'todo.patch', ...at, fields: { parentId: ids('parentId') } })),
    },
  ]
}

function worstObject(schema: TSchema, ids: KnownIds, choice: Choice): object {
  const { properties = {}, patternProperties, maxProperties = 0 } = shapeOf(schema)
  const members = Object.entries(properties).map(([name, member]) => [name, worstValue(name, member, ids, choice)])
  const [byPattern] = Object.values(patternProperties ?? {})
  const count = byPattern ? Math.min(maxProperties, choice.items) : 0
  const others = Array.from({ length: count }, () => [ids('fresh'), 'x'.repeat(100)])
  return Object.fromEntries([...members, ...others]) as object
}

function worstText(name: string, schema: TSchema, ids: KnownIds): string {
  const { pattern = '', format = '', maxLength } = shapeOf(schema)
  if (format === 'fractional-index') return `a0${'V'.repeat((maxLength ?? 10) - 2)}`
  if (pattern.startsWith('^[0-9a-f]{8}')) return ids(name)
  const form = FORMS.find(([known]) => (format || pattern).startsWith(known))
  if (form) return form[1]
  if (name === 'type') return 'x'
  return `e${MARKS.repeat(maxLength ?? 1)}`.slice(0, maxLength ?? 100)
}
