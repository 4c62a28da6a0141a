import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { freePort } from '../server/test/free-port.ts'
import { chromiumArgs } from './chromium-args.ts'

/** A Chromium on a profile of its own that may be killed and started again. */
export class KillableBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'tally-chromium-'))
  #process: ChildProcess | undefined

  /** Starts it on the same profile, and opens a page in it. */
  async open(): Promise<Page> {
    const port = await freePort()
    const child = spawn(
      process.env['CHROME_BIN'] ?? '',
      [...chromiumArgs, `--remote-debugging-port=${port}`, `--user-data-dir=${this.#profile}`, 'about:blank'],
      // A group of its own: its renderers die with it.
      { stdio: 'ignore', detached: true },
    )
    this.#process = child
    await expect.poll(() => isListening(port), { timeout: 30_000 }).toBe(true)
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    const [context] = browser.contexts()
    if (!context) throw new Error('The browser has no context')
    return context.newPage()
  }

  /** Ends all of its processes by SIGKILL, as a crash or an empty battery would. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (!child?.pid) return
    const ended = once(child, 'exit')
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/json/version`).then(
    (answer) => answer.ok,
    () => false,
  )
}
