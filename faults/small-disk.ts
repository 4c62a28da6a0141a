import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { atExit } from './at-exit.ts'

const ROOMY = '1g'
/** What is left when it is full, in bytes: less than the write-ahead log needs to grow. */
const LEFT = 4096

/** A file system of its own (tmpfs), which can be made full: `write` then fails with ENOSPC, as on any disk. */
export class SmallDisk {
  readonly #folder: string
  readonly #callOff: () => void

  private constructor(folder: string) {
    this.#folder = folder
    this.#callOff = atExit(() => this.unmount())
  }

  /** Mounts one on an empty folder; undefined where that is not allowed: it takes Linux and root. */
  static mount(folder: string): SmallDisk | undefined {
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${ROOMY}`, 'tally-faults', folder)
      return new SmallDisk(folder)
    } catch {
      return undefined
    }
  }

  /** Leaves no room beside what is there. */
  fill(): void {
    for (;;) {
      const { blocks, bfree, bsize } = statfsSync(this.#folder)
      try {
        this.#resize(String((blocks - bfree) * bsize + LEFT))
        return
      } catch {
        // Something was written in between.
      }
    }
  }

  free(): void {
    this.#resize(ROOMY)
  }

  /** At once, and of itself once nobody uses it any more. */
  unmount(): void {
    this.#callOff()
    run('umount', '--lazy', this.#folder)
  }

  #resize(size: string): void {
    run('mount', '-o', `remount,size=${size}`, this.#folder)
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'ignore' })
}
