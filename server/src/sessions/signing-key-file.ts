import { stat } from 'node:fs/promises'
import { StartError } from '../db/start-error.ts'
import type { Clock } from '../http/clock.ts'
import { findSigner, putFirst } from './key-rotation.ts'
import { readOrMakePrivateFile, readPrivateFile, replacePrivateFile } from './private-file.ts'
import type { AlgorithmName } from './signing-algorithm.ts'
import {
  KeyRefused,
  makeSigningKey,
  readSigningKey,
  writeSigningKey,
  type SigningKey,
  type StoredKey,
} from './signing-key.ts'

/** A change of the keys; `now` in whole seconds since 1970, rounded up, so that nothing ends or begins too early. */
export type KeyEdit = (keys: readonly SigningKey[], now: number) => SigningKey[] | Promise<SigningKey[]>

export type SigningKeyFileParts = {
  readonly path: string
  /** The algorithm that new keys are for, and that tokens are signed with. */
  readonly alg: AlgorithmName
  /** For how long a token that is signed now can be taken for good. */
  readonly lifeSeconds: number
  readonly clock: Clock
}

/**
 * The file of our keys, a private JWK Set (RFC 7517, 5) that only its owner can read. It is the one truth: what signs
 * and what verifies follows from it and the time.
 */
export class SigningKeyFile {
  readonly #parts: SigningKeyFileParts
  #lastChange: Promise<unknown> = Promise.resolve()

  constructor(parts: SigningKeyFileParts) {
    this.#parts = parts
  }

  get alg(): AlgorithmName {
    return this.#parts.alg
  }

  get lifeSeconds(): number {
    return this.#parts.lifeSeconds
  }

  /**
   * Reads all keys. Throws StartError, in one line that names the file and shows nothing secret, when it is not there
   * or holds anything but good keys, each once.
   */
  async read(): Promise<SigningKey[]> {
    return this.#parse(await readPrivateFile(this.#parts.path))
  }

  /** Reads all keys, with at least one that signs: it is made where there is none. Throws StartError. */
  async readOrMake(): Promise<SigningKey[]> {
    const { path, alg, clock } = this.#parts
    const text = await readOrMakePrivateFile(path, async () => keySetText([await makeSigningKey(alg)]))
    const keys = await this.#parse(text)
    return findSigner(keys, alg, clock() / 1000) ? keys : this.change((present, now) => this.addSigner(present, now))
  }

  /** Adds a key that signs at once. */
  async addSigner(keys: readonly SigningKey[], now: number): Promise<SigningKey[]> {
    return putFirst(keys, await makeSigningKey(this.#parts.alg), now, this.#parts.lifeSeconds)
  }

  /** Replaces the keys, whole or not at all, one change after the other. Gives back the new ones. Throws StartError. */
  change(edit: KeyEdit): Promise<SigningKey[]> {
    const change = this.#lastChange.then(async () => {
      const keys = await edit(await this.read(), Math.ceil(this.#parts.clock() / 1000))
      await replacePrivateFile(this.#parts.path, keySetText(keys))
      return keys
    })
    this.#lastChange = change.catch(() => undefined)
    return change
  }

  /** A text that is another once the file is another; undefined when there is none. */
  async version(): Promise<string | undefined> {
    const { ino, mtimeNs, size } = (await stat(this.#parts.path, { bigint: true, throwIfNoEntry: false })) ?? {}
    return ino === undefined ? undefined : `${ino} ${mtimeNs} ${size}`
  }

  async #parse(text: string): Promise<SigningKey[]> {
    const refuse = (reason: string) => new StartError(`${this.#parts.path} holds no usable signing keys: ${reason}.`)
    const keys = new Map<string, SigningKey>()
    for (const jwk of readKeySet(text, refuse)) {
      const key = await readSigningKey(jwk).catch((error: unknown) => {
        throw error instanceof KeyRefused ? refuse(error.message) : error
      })
      if (keys.has(key.kid)) throw refuse(`the key ${key.kid} is in it twice`)
      keys.set(key.kid, key)
    }
    if (keys.size === 0) throw refuse('it is empty')
    return [...keys.values()]
  }
}

function keySetText(keys: readonly SigningKey[]): string {
  return `${JSON.stringify({ keys: keys.map(writeSigningKey) }, null, 2)}\n`
}

function readKeySet(text: string, refuse: (reason: string) => StartError): StoredKey[] {
  const set = parseJson(text, refuse)
  if (!isObject(set) || !Array.isArray(set['keys']) || !set['keys'].every(isObject)) {
    throw refuse('it must be a JWK Set, {"keys": [...]}')
  }
  return set['keys']
}

function parseJson(text: string, refuse: (reason: string) => StartError): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The error of JSON.parse quotes the text, which is secret.
    throw refuse('it is not JSON')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
