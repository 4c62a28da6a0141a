import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../server/test/free-port.ts'
import { atExit } from './at-exit.ts'

const TALLY = fileURLToPath(new URL('../server/bin/tally.js', import.meta.url))
const MOVABLE_CLOCK = new URL('../e2e/movable-clock.mjs', import.meta.url).href
const START_LIMIT_MS = 30_000
/** What is kept of its log, in characters. */
const LOG_LENGTH = 20_000

/** The real server in a process of its own, which is killed and started again on the same data and port. */
export class ServerProcess {
  readonly url: string
  readonly #env: Record<string, string>
  #process: ChildProcess | undefined
  #log = ''
  /** It ended though nobody had asked for it: how, and the end of its log. */
  unaskedEnd: string | undefined

  private constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`
    this.#env = {
      PATH: process.env['PATH'] ?? '',
      TALLY_URL: `http://localhost:${port}`,
      PORT: String(port),
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      ...env,
    }
  }

  /** A server on a free port, not started yet. `env` are its settings. */
  static async prepare(env: Record<string, string>): Promise<ServerProcess> {
    return new ServerProcess(await freePort(), env)
  }

  /** The end of what it has written to its log. */
  get log(): string {
    return this.#log
  }

  /** Starts it; resolves at its first answer with the milliseconds that took. */
  async start(): Promise<number> {
    const begin = performance.now()
    const child = spawn(process.execPath, ['--import', MOVABLE_CLOCK, TALLY, 'serve'], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#process = child
    const isGone = atExit(() => child.kill('SIGKILL'))
    child.once('exit', (code, signal) => {
      isGone()
      if (this.#process === child) this.unaskedEnd = `exit code ${code}, signal ${signal}: ${this.#log}`
    })
    for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk: Buffer) => this.#keep(chunk))
    await this.#firstAnswer(child, begin + START_LIMIT_MS)
    return performance.now() - begin
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** Ends it in good order. */
  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  /** Moves its clock so far ahead of the real one, in milliseconds; the next start puts it right again. */
  async moveClock(ahead: number): Promise<void> {
    const child = this.#process
    if (!child) return
    const moved = once(child, 'message')
    child.send(ahead)
    await moved
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child?.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async #firstAnswer(child: ChildProcess, limit: number): Promise<void> {
    while (performance.now() < limit && child.exitCode === null && child.signalCode === null) {
      const isThere = await fetch(`${this.url}/api/setup`).then(
        (answer) => answer.bytes().then(() => true),
        () => false,
      )
      if (isThere) return
      await sleep(5)
    }
    throw new Error(`The server did not start: ${this.#log}`)
  }

  #keep(chunk: Buffer): void {
    this.#log = (this.#log + chunk.toString()).slice(-LOG_LENGTH)
  }
}
