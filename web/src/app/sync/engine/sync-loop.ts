import type { Pulled, SyncOperation } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { listsOf } from '@tally/contract/lists-of'
import { applyPull, readPullStart, readUnseen, type AppliedPull } from './apply-pull.ts'
import { backoffMs } from './backoff.ts'
import { readEvents, type SyncEvent } from './event-stream.ts'
import type { OutboxEntry } from './entries.ts'
import { selectForPush } from './outbox.ts'
import type { Platform } from './platform.ts'
import type { ReplicaDatabase } from './replica-database.ts'
import { applyVerdicts, type Verdicts } from './verdicts.ts'

/** How often to pull when nothing says that there is anything, in milliseconds. */
const idleMs = 60_000
/** How long a call may take before it counts as unanswered, in milliseconds. */
const patienceMs = 30_000
/** How often a batch may fail before its operations are sent singly, to find the one that cannot be judged. */
const mostStrikes = 3
/** How often a pull may meet another tab that was quicker. */
const mostConflicts = 20

/** Whom the loop tells what it did. */
export type SyncListener = {
  /** Rows, and perhaps operations, changed. */
  pulled(applied: AppliedPull): void
  /** Operations have got their verdicts. */
  judged(): void
  /**
   * All is exchanged (`synced`), or it did not work and is tried again (`failed`), or this device has no room for it
   * (`full`), or this app is too old (`too-old`).
   */
  became(state: SyncState): void
  /** The highest `ver` known of a list. */
  headOf(listId: string): number
}
export type SyncState = 'synced' | 'failed' | 'full' | 'too-old'

/** What a call was answered; `retryAfterMs` where the server has said when to come again. */
type Answer = { readonly status: number; readonly body: unknown; readonly retryAfterMs: number | undefined }

/** The server speaks a newer protocol: only loading the app again helps. */
class TooOld extends Error {}

/**
 * Pushes, pulls and listens, one thing at a time. Whatever is not a verdict means that it is unknown what became of
 * the operations: the same ones are sent again.
 */
export class SyncLoop {
  private readonly platform: Platform
  private readonly database: ReplicaDatabase
  private readonly client: string
  private readonly listener: SyncListener
  /** Whether there may be something to pull. After every (re)connect the first act is a pull. */
  private wantsPull = true
  private isWoken = false
  /** What ends the waits that are under way. */
  private rouse: () => void = () => undefined
  private reconnect: () => void = () => undefined
  /** The server has said that it takes no changes for a while. What waits goes on waiting, and pulls go on. */
  private isPushHeld = false
  /** How often each operation was in a push that failed on the server. */
  private readonly strikes = new Map<string, number>()
  /** Lists that are held up by an operation the server cannot judge, with the moment until which they wait. */
  private readonly held = new Map<string, number>()

  constructor(platform: Platform, database: ReplicaDatabase, client: string, listener: SyncListener) {
    this.platform = platform
    this.database = database
    this.client = client
    this.listener = listener
  }

  /** Something is to be done now: operations wait, or (`pull`) the server may have news. */
  wake(pull = false): void {
    this.wantsPull ||= pull
    this.isWoken = true
    this.rouse()
    if (pull) this.reconnect()
  }

  /** Runs until `signal` ends it, or this app is too old. */
  async run(signal: AbortSignal): Promise<void> {
    void this.listen(signal)
    const stop = () => this.rouse()
    signal.addEventListener('abort', stop)
    for (let failures = 0; !signal.aborted; ) {
      this.isWoken = false
      try {
        await this.exchange(signal)
        if (isAborted(signal)) break
        failures = 0
        this.listener.became('synced')
        if ((await this.rest(idleMs)) === 'over') this.wantsPull = true
      } catch (reason) {
        if (isAborted(signal)) break
        this.wantsPull = true
        this.listener.became(stateAfter(reason))
        if (reason instanceof TooOld) break
        await this.rest(backoffMs(++failures, this.platform.random()))
      }
    }
    signal.removeEventListener('abort', stop)
  }

  /** Pulls and pushes until there is nothing to do. */
  private async exchange(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (this.wantsPull) await this.pull(signal)
      let hasPushed = false
      while (await this.push(signal)) hasPushed = true
      // Accepted operations are shown on top of the rows until a pull has brought them.
      if (hasPushed) this.wantsPull = true
      if (!this.wantsPull) return
    }
  }

  private async pull(signal: AbortSignal): Promise<void> {
    this.wantsPull = false
    const unseen = await readUnseen(this.database)
    for (let conflicts = 0; conflicts < mostConflicts; ) {
      const start = await readPullStart(this.database)
      const { epoch, cursors } = start
      const answer = await this.post('/api/sync/pull', { ...(epoch === undefined ? {} : { epoch }), cursors }, signal)
      if (answer.status !== 200) throw new Error(`The pull was answered ${answer.status}`)
      const pulled = answer.body as Pulled
      const applied = await applyPull(this.database, start, pulled, unseen, this.platform.now())
      this.listener.pulled(applied)
      if (applied.isConflict) conflicts++
      else if (!pulled.more) return
    }
    throw new Error('The pull never came to an end')
  }

  /** Sends what may be sent now; answers whether there may be more. */
  private async push(signal: AbortSignal): Promise<boolean> {
    if (this.isPushHeld) return false
    const waiting = await this.database.run((db) => db.getAll('outbox'))
    const sent = selectForPush(
      waiting,
      (listId) => (this.held.get(listId) ?? 0) > this.platform.now(),
      (operation) => this.isSuspect(operation),
    )
    if (sent.length === 0) return false
    const answer = await this.post('/api/sync/push', { ops: sent.map(({ operation }) => operation) }, signal)
    if (answer.status === 429) return this.holdPush(answer.retryAfterMs)
    if (answer.status !== 200) return this.failed(answer.status, sent)
    const isOtherEpoch = await applyVerdicts(this.database, sent, answer.body as Verdicts, this.platform.now())
    for (const { operation } of sent) this.strikes.delete(operation.id)
    this.listener.judged()
    this.wantsPull ||= isOtherEpoch
    return !isOtherEpoch
  }

  /**
   * Too much at once: nothing was done, and nothing is wrong with it. It is sent again when the server says, or in a
   * minute.
   */
  private holdPush(retryAfterMs: number | undefined): false {
    this.isPushHeld = true
    const release = () => {
      this.isPushHeld = false
      this.wake()
    }
    this.platform.setTimer(release, Math.min(idleMs, retryAfterMs ?? backoffMs(1, this.platform.random())))
    return false
  }

  /**
   * A push that the server failed on. Once it has done so often enough, the operations are sent singly; the one that
   * still fails holds up its own lists for a while, and the others go on.
   */
  private failed(status: number, sent: readonly OutboxEntry[]): boolean {
    // A gateway without a server, a busy or a full one: no fault of the operations.
    if ([401, 403, 404, 408, 502, 503, 504, 507].includes(status)) throw new Error(`The push was answered ${status}`)
    const [first] = sent
    if (first && this.isSuspect(first.operation)) {
      for (const id of listsOf(first.operation)) this.held.set(id, this.platform.now() + idleMs)
      return true
    }
    for (const { operation } of sent) this.strikes.set(operation.id, (this.strikes.get(operation.id) ?? 0) + 1)
    throw new Error(`The push was answered ${status}`)
  }

  private isSuspect(operation: SyncOperation): boolean {
    return (this.strikes.get(operation.id) ?? 0) >= mostStrikes
  }

  private async post(path: string, body: object, signal: AbortSignal): Promise<Answer> {
    const late = new AbortController()
    const calm = this.platform.setTimer(() => late.abort(new Error('No answer')), patienceMs)
    try {
      const answer = await this.platform.send(path, {
        method: 'POST',
        body: JSON.stringify({ client: this.client, schema: limits.sync.schema, ...body }),
        signal: AbortSignal.any([signal, late.signal]),
      })
      if (answer.status === 409) throw new TooOld()
      const retryAfter = Number(answer.headers.get('Retry-After') ?? NaN)
      return {
        status: answer.status,
        body: answer.ok ? await answer.json() : undefined,
        retryAfterMs: retryAfter > 0 ? retryAfter * 1000 : undefined,
      }
    } finally {
      calm()
    }
  }

  /** Keeps a stream of events open, and opens it again whenever it ends. */
  private async listen(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const last: { event?: SyncEvent } = {}
      await this.readEvents(signal, (event) => {
        failures = 0
        last.event = event
        this.hear(event)
      }).catch(() => undefined)
      const isOneTooMany = last.event?.name === 'bye' && last.event.data.reason === 'too-many'
      // Otherwise two that are too many would end each other's streams all the time.
      await this.pause(isOneTooMany ? idleMs : backoffMs(++failures, this.platform.random()), signal)
    }
  }

  /** A browser makes few connections at once: where every tab leads, only one that is seen may keep one for itself. */
  private async readEvents(signal: AbortSignal, listener: (event: SyncEvent) => void): Promise<void> {
    const { platform } = this
    if (platform.locks) return readEvents(platform, signal, listener)
    if (!platform.isVisible()) return
    const hidden = new AbortController()
    const forget = platform.onHidden(() => hidden.abort())
    await readEvents(platform, AbortSignal.any([signal, hidden.signal]), listener).finally(forget)
  }

  private hear(event: SyncEvent): void {
    if (event.name === 'bye') return
    if (event.name === 'hint' && event.data.ver <= this.listener.headOf(event.data.list)) return
    this.wake(true)
  }

  /** Waits so long, or until there is something to do. */
  private rest(milliseconds: number): Promise<'over' | 'woken'> {
    if (this.isWoken) return Promise.resolve('woken')
    return new Promise((resolve) => {
      const calm = this.platform.setTimer(() => resolve('over'), milliseconds)
      this.rouse = () => {
        calm()
        resolve('woken')
      }
    })
  }

  /** Waits so long before the stream is opened again, or until there may be something to hear. */
  private pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const calm = this.platform.setTimer(() => this.reconnect(), milliseconds)
      this.reconnect = () => {
        calm()
        signal.removeEventListener('abort', this.reconnect)
        resolve()
      }
      signal.addEventListener('abort', this.reconnect)
    })
  }
}

function stateAfter(reason: unknown): SyncState {
  if (reason instanceof TooOld) return 'too-old'
  return reason instanceof DOMException && reason.name === 'QuotaExceededError' ? 'full' : 'failed'
}

/** Asked anew: what TypeScript knows of a signal before an `await` need not hold after it. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
