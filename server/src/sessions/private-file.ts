import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StartError } from '../db/start-error.ts'

/**
 * Reads a file of secrets, or makes it, readable and writable by its owner only. It appears whole or not at all, also
 * after a crash, and where two processes make it at once both get the one that was first.
 *
 * Throws StartError, naming the file, when it can neither be read nor made.
 */
export async function readOrMakePrivateFile(path: string, make: () => string): Promise<string> {
  try {
    return (await readIfThere(path)) ?? (await makePrivateFile(path, make()))
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new StartError(`${path} cannot be read or made (${reason}).`, { cause: error })
  }
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
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
    // Unlike a rename, a link never replaces what another process has made in the meantime.
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
  await syncFolder(dirname(path))
  return readFile(path, 'utf8')
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
