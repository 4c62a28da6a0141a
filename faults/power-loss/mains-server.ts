import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../server/test/free-port.ts'
import { atExit } from '../at-exit.ts'
import type { Random } from '../random.ts'
import { applyLoss, type Loss } from './apply-loss.ts'

const TALLY = fileURLToPath(new URL('../../server/bin/tally.js', import.meta.url))
const START_LIMIT_MS = 30_000
/** What is kept of its output, in characters. */
const OUTPUT_LENGTH = 4_000
const NORMAL_SYNCHRONOUS = new URL('normal-synchronous.ts', import.meta.url).href

/**
 * How the disk keeps what it was told to keep: `normal` is SQLite with `synchronous=NORMAL`, `lying` a disk that syncs
 * nothing.
 */
export type Durability = 'full' | 'normal' | 'lying'

/** The real server on SQLite, in a process whose power can be cut. */
export class MainsServer {
  readonly url: string
  readonly dataDir: string
  readonly #env: Record<string, string>
  readonly #log: string
  readonly #args: readonly string[]
  #process: ChildProcess | undefined
  #output = ''

  private constructor(port: number, folder: string, shim: string, durability: Durability) {
    this.url = `http://127.0.0.1:${port}`
    this.dataDir = join(folder, 'data')
    this.#log = join(folder, 'unsynced.log')
    this.#args = durability === 'normal' ? ['--import', NORMAL_SYNCHRONOUS] : []
    this.#env = {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      TALLY_URL: `http://localhost:${port}`,
      TALLY_DATA: this.dataDir,
      TALLY_ACCESS_TTL: '3600',
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      // Its writes would go past the library that notes them.
      UV_USE_IO_URING: '0',
      LD_PRELOAD: shim,
      TALLY_LOSS_DIR: this.dataDir,
      TALLY_LOSS_LOG: this.#log,
      TALLY_LOSS_LYING: durability === 'lying' ? '1' : '0',
    }
  }

  /** A server on a free port, with its data in `folder`, not started yet. */
  static async prepare(folder: string, shim: string, durability: Durability): Promise<MainsServer> {
    return new MainsServer(await freePort(), folder, shim, durability)
  }

  /** Starts it; resolves at its first answer with the milliseconds that took, and rejects when it refuses to start. */
  async start(): Promise<number> {
    const begin = performance.now()
    const child = this.#spawn()
    while (isRunning(child) && performance.now() < begin + START_LIMIT_MS) {
      if (await this.#answers()) return performance.now() - begin
      await sleep(5)
    }
    await this.kill()
    throw new Error(`The server did not start: ${this.#output}`)
  }

  /** Starts it and cuts the power once it has written down about so many bytes, or answers, or has ended. */
  async cutPowerWhileStarting(bytes: number, random: Random): Promise<Loss> {
    const child = this.#spawn()
    const written = () => statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0
    while (isRunning(child) && written() < bytes && !(await this.#answers())) await sleep(1)
    return this.cutPower(random)
  }

  /** Cuts the power: the process is gone, and what was not synced is lost at random. */
  async cutPower(random: Random): Promise<Loss> {
    await this.kill()
    const loss = applyLoss(this.#log, this.dataDir, random)
    // What is there now has survived.
    rmSync(this.#log, { force: true })
    return loss
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child || !isRunning(child)) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  #answers(): Promise<boolean> {
    return fetch(`${this.url}/api/setup`).then(
      (answer) => answer.bytes().then(() => true),
      () => false,
    )
  }

  #spawn(): ChildProcess {
    const child = spawn(process.execPath, [...this.#args, TALLY, 'serve'], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    child.once(
      'exit',
      atExit(() => child.kill('SIGKILL')),
    )
    this.#output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-OUTPUT_LENGTH)))
    }
    return child
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}
