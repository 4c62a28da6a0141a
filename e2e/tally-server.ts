import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../server/test/free-port.ts'

const TALLY = join(import.meta.dirname, '../server/bin/tally.js')
const MOVABLE_CLOCK = new URL('movable-clock.mjs', import.meta.url).href

/** A real server in a process of its own, which a test may stop, kill and start again. */
export class TallyServer {
  readonly port: number
  readonly #command: 'demo' | 'serve'
  readonly #env: Record<string, string>
  readonly #folder = mkdtempSync(join(tmpdir(), 'tally-e2e-'))
  #process: ChildProcess | undefined
  #output = ''

  private constructor(command: 'demo' | 'serve', port: number, env: Record<string, string>) {
    this.#command = command
    this.port = port
    this.#env = env
  }

  /** Starts a demo (with jemma, paul and sebastian) or an empty Tally on a free port. */
  static async start(command: 'demo' | 'serve', env: Record<string, string> = {}): Promise<TallyServer> {
    const server = new TallyServer(command, await freePort(), env)
    await server.start()
    return server
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  /** The link with which the first account is made, as the start printed it. */
  get setUpLink(): string {
    return /http\S+\/setup#[\w-]+/.exec(this.#output)?.[0] ?? ''
  }

  /** Where it keeps its data; nowhere for a demo, which throws its own away. */
  get folder(): string {
    return this.#folder
  }

  /** All it has written to its log so far. */
  get output(): string {
    return this.#output
  }

  /** Moves its clock so far ahead of the real one, in milliseconds. */
  async moveClock(ahead: number): Promise<void> {
    const moved = this.#process && once(this.#process, 'message')
    this.#process?.send(ahead)
    await moved
  }

  /** Starts it on the same data and port, and waits until it says that it is there. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--import', MOVABLE_CLOCK, TALLY, this.#command], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(this.port),
        ...(this.#command === 'serve' && { TALLY_DATA: this.#folder }),
        LOG_LEVEL: 'error',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    this.#process = child
    child.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString()
    })
    const ended = once(child, 'exit').then(() => {
      throw new Error('Tally did not start')
    })
    await Promise.race([child.stdout && once(child.stdout, 'data'), ended])
    ended.catch(() => undefined)
  }

  /** Ends it and waits for that. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child?.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
