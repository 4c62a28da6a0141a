import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { node } from './install.mjs'
import { root } from './root.mjs'
import { mustRun } from './run.mjs'

const output = join(root, 'web', 'dist')
/** Holds the hash of what was built. It is written last and lies in the output, so both vanish together. */
const stamp = join(output, '.built-from')

/** What the built app depends on. */
const inputs = ['web', 'contract/src', 'package-lock.json', 'tsconfig.base.json']
const notInputs = new Set(['dist', '.angular', 'node_modules', 'coverage'])

/** Builds the web app into web/dist, unless what is there was built from exactly these sources. */
export async function buildWeb() {
  const hash = hashOfInputs()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  console.log('Building the web app …')
  rmSync(stamp, { force: true })
  await mustRun('The build of the web app', node, [join(root, 'web', 'build.ts')])
  writeFileSync(stamp, hash)
}

function hashOfInputs() {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap((input) => filesIn(join(root, input))).sort()) {
    hash
      .update(`${relative(root, file).split(sep).join('/')}\n`)
      .update(readFileSync(file))
      .update('\n')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path of a file, or of a folder
 * @returns {string[]}
 */
function filesIn(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch {
    return [path]
  }
  return entries
    .filter(({ name }) => !notInputs.has(name))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
}
