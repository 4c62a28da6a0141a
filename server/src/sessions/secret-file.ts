import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { StartError } from '../db/start-error.ts'
import { readOrMakePrivateFile, replacePrivateFile } from './private-file.ts'
import type { RootSecret } from './secrets.ts'

const SECRET_BYTES = 32
/** The first version has no number in front: a Tally that knows of no others made it, and can go on with it. */
const LINE = /^(?:([1-9]\d{0,3}) )?([A-Za-z0-9_-]{43})$/

type Roots = readonly [RootSecret, ...RootSecret[]]

/**
 * The file `secret` of the data folder: one root secret per line, its version and 32 bytes as base64url. The first one
 * is used; the others are accepted, which is how one that is to come gets to all servers before anything is made with
 * it. Who loses the file signs everybody out and makes every password unusable: it belongs into the backup.
 */
export class SecretFile {
  readonly #path: string

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'secret')
  }

  /** The root secrets, in the order of the file, which is made where there is none. Throws StartError. */
  async read(): Promise<Roots> {
    const text = await readOrMakePrivateFile(this.#path, () => textOf([makeRoot(1)]))
    const [first, ...others] = text
      .trimEnd()
      .split('\n')
      .map((line) => this.#parse(line))
    const versions = new Set([first, ...others].map((root) => root?.version))
    if (!first || versions.size <= others.length) throw this.#damaged()
    return [first, ...others]
  }

  /** Adds a root secret that is accepted, but not used before `rotate`. Gives back its version. Throws StartError. */
  async prepare(): Promise<number> {
    const roots = await this.read()
    if (nextOf(roots)) throw new StartError('There is a next root secret already. Try: tally secret rotate')
    const made = makeRoot(freeVersion(roots))
    await this.#write([...roots, made])
    return made.version
  }

  /** Lets the one that was prepared, or else a new one, be used in place of the present one. Gives back its version. */
  async rotate(): Promise<number> {
    const roots = await this.read()
    const next = nextOf(roots) ?? makeRoot(freeVersion(roots))
    await this.#write([next, ...roots.filter((root) => root !== next)])
    return next.version
  }

  /** Takes away one that is not used. Throws StartError when there is no such one. */
  async drop(version: number): Promise<void> {
    const [used, ...others] = await this.read()
    const left = others.filter((root) => root.version !== version)
    if (left.length === others.length) {
      throw new StartError(
        used.version === version
          ? `Version ${version} is in use. Try: tally secret rotate`
          : `There is no version ${version}. Try: tally secret list`,
      )
    }
    await this.#write([used, ...left])
  }

  #write(roots: Roots): Promise<void> {
    return replacePrivateFile(this.#path, textOf(roots))
  }

  #parse(line: string): RootSecret {
    const [, version = '1', secret = ''] = LINE.exec(line) ?? []
    const root = Buffer.from(secret, 'base64url')
    if (root.length !== SECRET_BYTES || root.toString('base64url') !== secret) throw this.#damaged()
    return { version: Number(version), root }
  }

  #damaged(): StartError {
    return new StartError(
      `${this.#path} is damaged: each line must hold a version, each another one, and ${SECRET_BYTES} bytes as ` +
        'base64url. Restore it from a backup.',
    )
  }
}

/** The one that is to come, where one was prepared. */
export function nextOf([used, ...others]: Roots): RootSecret | undefined {
  return others.find(({ version }) => version > used.version)
}

function freeVersion(roots: Roots): number {
  return Math.max(...roots.map(({ version }) => version)) + 1
}

function makeRoot(version: number): RootSecret {
  return { version, root: randomBytes(SECRET_BYTES) }
}

function textOf(roots: readonly RootSecret[]): string {
  return roots
    .map(({ version, root }) => `${version === 1 ? '' : `${version} `}${root.toString('base64url')}\n`)
    .join('')
}
