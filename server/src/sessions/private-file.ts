import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StartError } from '../db/start-error.ts'

/**
 * Reads a file of secrets, or makes it, readable and writable by its owner only. It appears whole or not at all, also
 * after a crash, and where two processes make it at once both get the one that was first.
 *
 * Throws StartError, naming the file, when it can neither be read nor made.
 */
export async function readOrMakePrivateFile(path: string, make: () => string | Promise<string>): Promise<string> {
  try {
    return (await readIfThere(path)) ?? (await makePrivateFile(path, await make()))
  } catch (error) {
    throw cannot('read or made', path, error)
  }
}

/** Reads a file of secrets. Throws StartError, naming the file, when it is not there or cannot be read. */
export async function readPrivateFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw cannot('read', path, error)
  }
}

/**
 * Replaces a file of secrets by another, readable and writable by its owner only, whole or not at all, also after a
 * crash. Throws StartError, naming the file.
 */
export async function replacePrivateFile(path: string, content: string): Promise<void> {
  try {
    const draft = await writeDraft(path, content)
    try {
      await rename(draft, path)
    } catch (error) {
      await unlink(draft)
      throw error
    }
    await syncFolder(dirname(path))
  } catch (error) {
    throw cannot('written', path, error)
  }
}

function cannot(be: string, path: string, error: unknown): StartError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new StartError(`${path} cannot be ${be} (${reason}).`, { cause: error })
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function makePrivateFile(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = await writeDraft(path, content)
  try {
    // Unlike a rename, a link never replaces what another process has made in the meantime.
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await unlink(draft)
  }
  await syncFolder(dirname(path))
  return readFile(path, 'utf8')
}

/** Writes a file beside `path`, durably, and gives back where. */
async function writeDraft(path: string, content: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } catch (error) {
    await unlink(draft)
    throw error
  } finally {
    await file.close()
  }
  return draft
}

/** The name of a new file is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
