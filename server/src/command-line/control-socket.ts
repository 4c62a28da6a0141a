import { unlinkSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { StartError } from '../db/start-error.ts'
import type { Log } from '../http/log.ts'

/** What a command came to: what it prints, and the exit code. */
export type CommandAnswer = { readonly output: string; readonly code: number }

/** Carries a command out; rejects only when there is a bug. */
export type RunCommand = (command: readonly string[]) => Promise<CommandAnswer>

const MAX_LINE = 65_536
const LISTEN_PATIENCE_MS = 10_000
const ANSWER_PATIENCE_MS = 30_000
/** What the address of a socket has room for on every system, in bytes (`sun_path`, with its end). */
const MAX_PATH_BYTES = 103

/** Where the server of a data folder listens for commands. */
export function controlSocketPath(dataDir: string): string {
  return join(dataDir, 'tally.sock')
}

/**
 * Takes commands from the command line of this machine, on a socket that only the owner of the process can open: one
 * line of JSON in, `{"command": ["keys", "list"]}`, one out, `{"output": "…", "code": 0}`. Without the socket the
 * server is as good as ever, so whatever is in the way of it is a warning.
 *
 * Gives back what ends it and takes the socket away.
 */
export async function serveCommands(path: string, run: RunCommand, log: Log): Promise<() => Promise<void>> {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket.on('close', () => open.delete(socket)))
    answer(socket, run).catch((error: unknown) => {
      log.warn({ err: error }, 'a command from the command line failed')
      socket.destroy()
    })
  })
  try {
    if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw new Error('the path is too long for a socket')
    if (await removeStale(path)) throw new Error('another server answers there')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    server.once('error', reject).once('listening', resolve)
    // Set before the socket exists, so that it is private from its first moment; listen() binds before it returns.
    const mask = process.umask(0o177)
    server.listen(path)
    process.umask(mask)
    await promise
  } catch (error) {
    log.warn({ path, reason: error instanceof Error ? error.message : String(error) }, 'no socket for the command line')
    return () => Promise.resolve()
  }
  server.on('error', (error) => log.warn({ err: error }, 'the socket for the command line failed'))
  server.unref()
  return () =>
    new Promise((resolve) => {
      // Node.js takes the socket file away as it closes.
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
}

/**
 * Has the server of a data folder carry a command out; undefined when none is running. Throws StartError when it does
 * not answer as it should.
 */
export async function askServer(path: string, command: readonly string[]): Promise<CommandAnswer | undefined> {
  const socket = await connectTo(path)
  if (!socket) return undefined
  socket.write(`${JSON.stringify({ command })}\n`)
  try {
    const answer: unknown = JSON.parse(await readLine(socket, ANSWER_PATIENCE_MS))
    if (isAnswer(answer)) return answer
  } catch {
    // Told below: the reason is in the log of the server.
  } finally {
    socket.destroy()
  }
  throw new StartError('The server that is running gave no answer; its log may say why.')
}

/** Takes a socket away that a killed process left behind. True when somebody does answer there. */
async function removeStale(path: string): Promise<boolean> {
  const socket = await connectTo(path)
  socket?.destroy()
  if (socket) return true
  try {
    unlinkSync(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  return false
}

/** A connection; undefined when nobody listens. */
function connectTo(path: string): Promise<Socket | undefined> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error) => {
      if (hasCode(error, 'ENOENT') || hasCode(error, 'ECONNREFUSED')) resolve(undefined)
      else reject(new StartError(`${path} cannot be used: ${error.message}.`, { cause: error }))
    })
  })
}

async function answer(socket: Socket, run: RunCommand): Promise<void> {
  const request: unknown = JSON.parse(await readLine(socket, LISTEN_PATIENCE_MS))
  if (!isRequest(request)) throw new Error('not a command')
  socket.write(`${JSON.stringify(await run(request.command))}\n`)
  socket.destroySoon()
}

/** The first line that comes; rejects when it is too long, too late, or does not come whole. */
async function readLine(socket: Socket, patienceMs: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  socket.setEncoding('utf8')
  socket.setTimeout(patienceMs, () => reject(new Error('nothing came in time')))
  socket.on('error', reject)
  socket.on('end', () => reject(new Error('the line was not whole')))
  socket.on('data', (chunk: string) => {
    text += chunk
    const end = text.indexOf('\n')
    if (text.length > MAX_LINE) reject(new Error('the line is too long'))
    else if (end >= 0) resolve(text.slice(0, end))
  })
  try {
    return await promise
  } finally {
    socket.setTimeout(0)
    socket.removeAllListeners('data').resume()
  }
}

function isRequest(value: unknown): value is { command: string[] } {
  if (typeof value !== 'object' || value === null || !('command' in value)) return false
  return Array.isArray(value.command) && value.command.every((word) => typeof word === 'string')
}

function isAnswer(value: unknown): value is CommandAnswer {
  if (typeof value !== 'object' || value === null || !('output' in value) || !('code' in value)) return false
  return typeof value.output === 'string' && typeof value.code === 'number'
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
