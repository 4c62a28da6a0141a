import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { mustRun, run } from './run.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/**
 * Finds Chromium for the browser tests, or gets it: Debian's package where root and apt-get are there, else
 * Playwright's own. `CHROME_BIN` names another one. Call it after the install.
 *
 * @returns {Promise<string>} the path of the program
 */
export async function requireChromium() {
  const chosen = process.env['CHROME_BIN']
  if (chosen !== undefined) {
    if (isProgram(chosen)) return chosen
    console.error(`CHROME_BIN is ${chosen}, which is not a program.`)
    process.exit(1)
  }
  const { chromium: ofPlaywright } = await import('@playwright/test')
  const find = () => findOnPath(names) ?? [ofPlaywright.executablePath()].find(existsSync)

  const found = find()
  if (found !== undefined) return found
  if (process.getuid?.() === 0 && findOnPath(['apt-get']) !== undefined) {
    console.log('No Chromium found; installing the package chromium with apt-get …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['-qq', 'update'], { env })
    await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'chromium'], { env })
  }
  const installed = find()
  if (installed !== undefined) return installed
  console.log("No Chromium found; downloading Playwright's …")
  await mustRun('The download of Chromium', 'npx', ['playwright', 'install', 'chromium'])
  return ofPlaywright.executablePath()
}

/**
 * @param {readonly string[]} programs
 * @returns {string | undefined} the path of the first that is there
 */
function findOnPath(programs) {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram)
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
