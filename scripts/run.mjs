import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './root.mjs'

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 * @property {string} [cwd] the folder it runs in; the checkout when left out
 * @property {AbortSignal} [until] ends the program with SIGTERM
 */

/**
 * Runs a program, with our input and output, to its end. SIGINT, SIGTERM and SIGHUP do not end us
 * but are passed on, once; a program in our terminal gets Ctrl-C from there, too.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code, or 128 + n when signal n ended it
 */
export function run(program, args, { env = {}, cwd = root, until } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
    const passOn = once((signal) => child.kill(signal))
    for (const signal of endSignals) process.on(signal, passOn)
    until?.addEventListener('abort', () => passOn('SIGTERM'))
    const stopListening = () => {
      for (const signal of endSignals) process.off(signal, passOn)
    }
    child.on('error', (error) => {
      stopListening()
      reject(error)
    })
    child.on('close', (code, signal) => {
      stopListening()
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
    })
  })
}

/**
 * Runs a program like {@link run}; when it fails, says so in a line and ends this process with the same code.
 *
 * @param {string} what names the step in that line
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function mustRun(what, program, args, options) {
  const code = await run(program, args, options)
  if (code === 0) return
  console.error(`\n${what} failed (exit code ${code}).`)
  process.exit(code)
}

/** @type {readonly NodeJS.Signals[]} */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * @param {(signal: NodeJS.Signals) => void} act
 * @returns {(signal: NodeJS.Signals) => void}
 */
function once(act) {
  let done = false
  return (signal) => {
    if (done) return
    done = true
    act(signal)
  }
}
