import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../server/test/free-port.ts'
import { pinnedTo } from './cores.ts'

/** What a process has used so far. */
export type Usage = {
  /** CPU time of all threads, user and system, in microseconds. */
  cpu: number
  /** Resident memory, in bytes. */
  memory: number
}

/** A server in a process of its own, which tells what it uses. */
export type ServerProcess = {
  url: string
  /** From the start of the process to its first answer, in milliseconds. */
  startedIn: number
  usage(): Promise<Usage>
  /** Ends it with SIGTERM and waits for that. */
  stop(): Promise<void>
}

type Start = {
  /** The file to run, from this folder, and its arguments. */
  command: readonly [file: string, ...args: string[]]
  env: Record<string, string>
  /** A path that is answered, whatever the status, once the server is up. */
  firstPath: string
  /** Where its output goes; the real cost of a log line is in a file. */
  outputFile?: string
  /** The core it may use; any when left out. */
  core?: number | undefined
}

const START_LIMIT_MS = 20_000

/** Starts a server on a free port of this machine and waits for its first answer. */
export async function startServer({
  command,
  env,
  firstPath,
  outputFile = devNull,
  core,
}: Start): Promise<ServerProcess> {
  const port = await freePort()
  const [file, ...args] = command
  const [program, ...programArgs] = pinnedTo(core, [
    process.execPath,
    '--import',
    new URL('report-usage.mjs', import.meta.url).href,
    fileURLToPath(new URL(file, import.meta.url)),
    ...args,
  ])
  const output = openSync(outputFile, 'a')
  const begin = performance.now()
  const child = spawn(program, programArgs, {
    env: { ...process.env, ...env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', output, 'inherit', 'ipc'],
  })
  closeSync(output)
  const url = `http://127.0.0.1:${port}`
  await firstAnswer(child, url + firstPath, begin + START_LIMIT_MS)
  return {
    url,
    startedIn: performance.now() - begin,
    usage: () => askUsage(child),
    stop: () => stop(child),
  }
}

async function firstAnswer(child: ChildProcess, url: string, limit: number): Promise<void> {
  while (performance.now() < limit && child.exitCode === null) {
    const answered = await fetch(url).then(
      (answer) => answer.bytes().then(() => true),
      () => false,
    )
    if (answered) return
    await sleep(2)
  }
  await stop(child)
  throw new Error(`The server did not answer ${url}`)
}

async function askUsage(child: ChildProcess): Promise<Usage> {
  child.send('usage')
  const [usage] = (await once(child, 'message')) as [Usage]
  return usage
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
