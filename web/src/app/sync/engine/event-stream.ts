import type { SyncEvents } from '@tally/contract'
import type { Platform } from './platform.ts'

/** What the server said, with the name of the event. */
export type SyncEvent = { [N in keyof SyncEvents]: { name: N; data: SyncEvents[N] } }[keyof SyncEvents]

/** Without a byte for so long, in milliseconds, a stream counts as dead: the server says something every 15 seconds. */
const silenceMs = 40_000

const names: ReadonlySet<string> = new Set<keyof SyncEvents>(['hello', 'hint', 'access', 'resync', 'bye'])

/**
 * Reads `GET /api/sync/events` with `fetch`, since an `EventSource` cannot send the access token. Resolves when the
 * server ends the stream; rejects when there is none, when it breaks off, or when nothing was heard for too long.
 */
export async function readEvents(
  platform: Platform,
  signal: AbortSignal,
  listener: (event: SyncEvent) => void,
): Promise<void> {
  const silence = new AbortController()
  let calm = () => undefined as void
  const listen = () => {
    calm()
    calm = platform.setTimer(() => silence.abort(new Error('The stream fell silent')), silenceMs)
  }
  listen()
  try {
    const answer = await platform.send('/api/sync/events', {
      method: 'GET',
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!answer.ok || !answer.body) throw new Error(`There is no stream: ${answer.status}`)
    const parse = eventParser(listener)
    const decoder = new TextDecoder()
    const reader = answer.body.getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      listen()
      parse(decoder.decode(part.value, { stream: true }))
    }
  } finally {
    calm()
  }
}

/** Cuts text as it comes into server-sent events (WHATWG HTML, 9.2.6) and hands on those we know. */
export function eventParser(listener: (event: SyncEvent) => void): (text: string) => void {
  let rest = ''
  let name = ''
  let data: string[] = []
  const takeLine = (line: string) => {
    if (line === '') {
      const event = toEvent(name, data.join('\n'))
      name = ''
      data = []
      if (event) listener(event)
    }
    if (line.startsWith('event:')) name = line.slice(6).trim()
    if (line.startsWith('data:')) data.push(line.slice(5).trim())
  }
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?=.)/)
    rest = lines.pop() ?? ''
    lines.forEach(takeLine)
  }
}

function toEvent(name: string, data: string): SyncEvent | undefined {
  if (!names.has(name)) return undefined
  try {
    return { name, data: JSON.parse(data) as unknown } as SyncEvent
  } catch {
    return undefined
  }
}
