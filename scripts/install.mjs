import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { root } from './root.mjs'
import { mustRun } from './run.mjs'

/** The Node.js of the project, from npm; there after {@link install}. */
export const node = join(root, 'node_modules', '.bin', 'node')

const wantedLock = join(root, 'package-lock.json')
/** npm writes this as the last step of an install, so an interrupted one leaves none. */
const installedLock = join(root, 'node_modules', '.package-lock.json')

/** Installs the packages of the lock file with `npm ci`, unless exactly those are there already. */
export async function install() {
  if (isInstalled()) return
  console.log('Installing packages. This takes a minute or two, once …')
  rmSync(installedLock, { force: true })
  await mustRun('The installation', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    // Not by the Node.js in node_modules, which is about to be removed.
    env: { PATH: pathWithoutPackages() },
  })
  if (!existsSync(node)) {
    console.error('npm did not install Node.js 26: are install scripts switched off (npm config get ignore-scripts)?')
    process.exit(1)
  }
}

/** @typedef {{ version?: string, resolved?: string, link?: boolean, optional?: boolean }} LockedPackage */

function isInstalled() {
  const wanted = packagesIn(wantedLock)
  const installed = existsSync(node) ? packagesIn(installedLock) : undefined
  if (wanted === undefined || installed === undefined) return false
  return Object.entries(wanted).every(([path, { version, link, optional }]) => {
    const there = installed[path]
    if (there === undefined) return optional === true || !path.startsWith('node_modules')
    return link === true || there.version === version
  })
}

/**
 * @param {string} lockFile
 * @returns {Record<string, LockedPackage> | undefined} nothing when the file is missing or cut off
 */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages
  } catch {
    return undefined
  }
}

function pathWithoutPackages() {
  const own = join(root, 'node_modules')
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== own && !folder.startsWith(own + sep))
    .join(delimiter)
}
