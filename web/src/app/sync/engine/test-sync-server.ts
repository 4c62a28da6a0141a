import type { List, ListChanges, Pulled, SyncOperation, SyncVerdict, Todo } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import type { Channel, Platform, SendInit } from './platform.ts'
import type { ListRows } from './rows.ts'
import { withChanges } from './view.ts'

export const ada = {
  userId: '01990000-0000-7000-8000-00000000000a',
  username: 'ada',
  displayName: 'Ada',
}
export const inboxId = '01990000-0000-7000-8000-000000000001'

type Told = { list: ListRows; head: number; gone: Map<string, number> }

/**
 * For tests: what a server of one person does with pushes and pulls, in memory. It takes the rules for changes from the
 * view; whether those are the real ones, the tests against the real server say.
 */
export class TestSyncServer {
  epoch = 'first'
  /** Called before every request; what it answers is the answer. */
  answer: (path: string, body: Record<string, unknown>) => Response | undefined | Promise<never> = () => undefined
  /** Why an operation is refused, if it is. */
  refuse: (operation: SyncOperation) => string | undefined = () => undefined
  /** Every operation as it arrived. */
  readonly received: SyncOperation[] = []
  readonly requests: string[] = []
  private lists = new Map<string, Told>()
  private verdicts = new Map<string, SyncVerdict>()
  private streams = new Set<ReadableStreamDefaultController<Uint8Array>>()

  constructor() {
    this.addList({ id: inboxId, name: 'Inbox', kind: 'inbox' })
  }

  addList(fields: Partial<List> & { id: string }): void {
    const list: List = {
      name: 'A list',
      kind: 'list',
      role: 'owner',
      openCount: 0,
      position: 'a0',
      deletedAt: null,
      ver: 1,
      ...fields,
    }
    this.lists.set(list.id, {
      list: { list, members: [{ ...ada, role: list.role, ver: 1 }], todos: new Map() },
      head: 1,
      gone: new Map(),
    })
  }

  /** Takes a list away from Ada. */
  removeList(id: string): void {
    this.lists.delete(id)
  }

  /** Keeps a copy of everything, to be put back later under another epoch, as a restored backup is. */
  backup(): () => void {
    const [lists, verdicts] = [structuredClone(this.lists), structuredClone(this.verdicts)]
    return () => {
      this.lists = lists
      this.verdicts = verdicts
      this.epoch = 'restored'
    }
  }

  /** Makes a change as if another device had pushed it. */
  change(operation: SyncOperation): void {
    this.judge(operation)
  }

  /** Sends text to every open stream. */
  say(text: string): void {
    for (const stream of this.streams) stream.enqueue(new TextEncoder().encode(text))
  }

  titles(listId = inboxId): string[] {
    return [...(this.lists.get(listId)?.list.todos.values() ?? [])]
      .filter((todo) => todo.deletedAt === null)
      .map((todo) => todo.title)
      .sort()
  }

  async send(path: string, { body, signal }: SendInit): Promise<Response> {
    await Promise.resolve()
    signal.throwIfAborted()
    this.requests.push(path)
    const asked = JSON.parse(body ?? '{}') as Record<string, unknown>
    const given = await this.answer(path, asked)
    if (given) return given
    if (path === '/api/sync/push') return Response.json(this.push(asked['ops'] as SyncOperation[]))
    if (path === '/api/sync/pull') return Response.json(this.pull(asked))
    return this.stream(signal)
  }

  private push(operations: SyncOperation[]): { epoch: string; results: SyncVerdict[] } {
    this.received.push(...operations)
    return { epoch: this.epoch, results: operations.map((operation) => this.judge(operation)) }
  }

  private judge(operation: SyncOperation): SyncVerdict {
    const known = this.verdicts.get(operation.id)
    if (known) return { ...known, dup: true }
    const code = this.refuse(operation) ?? this.missing(operation)
    const verdict: SyncVerdict = code
      ? { id: operation.id, ok: false, code }
      : { id: operation.id, ok: true, ver: this.apply(operation) }
    this.verdicts.set(operation.id, verdict)
    return verdict
  }

  private missing(operation: SyncOperation): string | undefined {
    return operation.type === 'list.put' || this.lists.has(operation.listId) ? undefined : 'list-not-found'
  }

  private apply(operation: SyncOperation): number {
    const before = new Map([...this.lists].map(([id, told]) => [id, told.list]))
    const after = withChanges(before, [{ operation, at: 1_000 }], ada)
    for (const [id, list] of after) {
      const told = this.lists.get(id)
      if (told?.list === list) continue
      const ver = (told?.head ?? 0) + 1
      const gone = new Map(told?.gone)
      for (const todo of told?.list.todos.keys() ?? []) if (!list.todos.has(todo)) gone.set(todo, ver)
      const todos = new Map<string, Todo>()
      for (const todo of list.todos.values()) {
        todos.set(todo.id, told?.list.todos.get(todo.id) === todo ? todo : { ...todo, ver })
      }
      this.lists.set(id, { list: { ...list, list: { ...list.list, ver }, todos }, head: ver, gone })
    }
    return this.lists.get(operation.listId)?.head ?? 1
  }

  private pull(asked: Record<string, unknown>): Pulled {
    const cursors = asked['cursors'] as Record<string, string>
    const isOtherEpoch = asked['epoch'] !== undefined && asked['epoch'] !== this.epoch
    const lists = [...this.lists].flatMap(([id, { list, head, gone }]): ListChanges[] => {
      const reset = isOtherEpoch || cursors[id] === undefined
      const since = reset ? 0 : Number(cursors[id])
      if (since === head) return []
      const isNew = ({ ver }: { ver: number }) => ver > since
      const todos = [
        ...[...list.todos.values()].filter(isNew),
        ...[...gone].map(([todoId, ver]) => ({ id: todoId, ver, gone: true as const })).filter(isNew),
      ]
      return [
        {
          id,
          role: list.list.role,
          reset,
          cursor: `${head}`,
          rows: { list: list.list, todos, members: [...list.members] },
        },
      ]
    })
    const dropped = Object.keys(cursors).filter((id) => !this.lists.has(id))
    return { epoch: this.epoch, lists, dropped, more: false }
  }

  private stream(signal: AbortSignal): Response {
    const { streams } = this
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        streams.add(controller)
        signal.addEventListener('abort', () => {
          streams.delete(controller)
          controller.error(signal.reason)
        })
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
}

/** For tests: the tabs of a browser. Time passes only when told to. */
export class TestBrowser {
  now = 1_764_000_000_000
  /** How long each wait was to be, in milliseconds. */
  readonly waits: number[] = []
  private readonly channels = new Map<string, Set<(event: { data: unknown }) => void>>()
  private readonly timers = new Map<object, () => void>()
  private readonly queue = new Map<string, Promise<unknown>>()
  readonly hasLocks: boolean

  constructor({ hasLocks = true } = {}) {
    this.hasLocks = hasLocks
  }

  /** What one more tab of this browser has, on its way to that server. */
  tab(server: TestSyncServer): Platform {
    return {
      send: (path, init) => server.send(path, init),
      locks: this.hasLocks ? { request: this.request.bind(this) as LockManager['request'] } : undefined,
      openChannel: (name) => this.openChannel(name),
      setTimer: (run, ms) => {
        const key = {}
        this.waits.push(ms)
        this.timers.set(key, run)
        return () => {
          this.timers.delete(key)
        }
      },
      random: () => 0.5,
      now: () => this.now++,
      isVisible: () => true,
      onHidden: () => () => undefined,
    }
  }

  /** Lets every wait end. */
  elapse(): void {
    const due = [...this.timers.values()]
    this.timers.clear()
    this.now += 60_000
    for (const run of due) run()
  }

  private openChannel(name: string): Channel {
    const listeners = this.channels.get(name) ?? new Set()
    this.channels.set(name, listeners)
    let own: ((event: { data: unknown }) => void) | undefined
    return {
      postMessage: (data) => {
        for (const listener of listeners) if (listener !== own) queueMicrotask(() => listener({ data }))
      },
      addEventListener: (_type, listener) => {
        own = listener
        listeners.add(listener)
      },
      close: () => {
        if (own) listeners.delete(own)
      },
    }
  }

  private async request(name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>): Promise<void> {
    const before = this.queue.get(name) ?? Promise.resolve()
    const turn = before.then(() => (signal.aborted ? undefined : work()))
    this.queue.set(
      name,
      turn.catch(() => undefined),
    )
    await Promise.race([turn, new Promise((resolve) => signal.addEventListener('abort', resolve))])
    await (signal.aborted ? undefined : turn)
  }
}

/** More than a push may carry. */
export const manyOperations = limits.sync.operations + 1
