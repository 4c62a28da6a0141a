import assert from 'node:assert/strict'
import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import ts from 'typescript'
import { limits } from '../contract/src/limits.ts'
import { anchors, codeBlocks, linkTargets } from './markdown.mjs'
import { root } from './root.mjs'

// What the pages about signing in show is marked in the info string of its block:
//   ts server/src/sessions/bearer.ts   an excerpt of that file; a line `// …` stands for what is left out
//   ts example in web/src/app          stands for a file of the reader's own there, and is type-checked as one
//   ts program in server/src           an example that is run as well
//   sh against the demo                curl commands; the status each gets stands behind it: `# 401`
const pagesWithCode = ['docs/jwt-in-angular.md', 'server/src/sessions/README.md', 'web/src/app/sessions/README.md']
const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', 'server/src/**/*.md', 'web/src/**/*.md'], { cwd: root })
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8')

const blocks = pagesWithCode.flatMap((page) => codeBlocks(page, read(page)))
const diagrams = blocks.filter(({ language }) => language === 'mermaid')
const examples = blocks.filter(({ mark }) => /^(?:example|program) in /.test(mark))
const programs = blocks.filter(({ mark }) => mark.startsWith('program in '))
const commands = blocks.filter(({ mark }) => mark === 'against the demo')
const excerpts = blocks.filter((block) => ![...diagrams, ...examples, ...commands].includes(block))

test('every excerpt is in the file it names', () => {
  assert.ok(excerpts.length > 0)
  const complaints = excerpts.map(({ where, mark, code }) => {
    if (mark === '') return `${where} does not say where its code is from`
    if (!existsSync(join(root, mark))) return `${where} names ${mark}, which does not exist`
    const missing = missingPiece(code, read(mark))
    return missing === undefined ? undefined : `${where} shows what is not in ${mark}:\n${missing}`
  })
  assert.deepEqual(complaints.filter(Boolean), [])
})

test('every example fits the real types', () => {
  assert.ok(examples.length > 0)
  const projects = { server: 'server/tsconfig.json', web: 'web/tsconfig.app.json' }
  const complaints = Object.entries(projects).flatMap(([workspace, config]) =>
    typeErrors(
      examples.filter(({ mark }) => folderOf(mark).startsWith(`${workspace}/`)),
      config,
    ),
  )
  assert.deepEqual(complaints, [])
})

test('every program runs to its end', async () => {
  assert.ok(programs.length > 0)
  for (const { where, mark, code } of programs) {
    const args = ['--input-type=module-typescript', '--eval', code]
    const run = promisify(execFile)(process.execPath, args, { cwd: join(root, folderOf(mark)) })
    await assert.doesNotReject(run, where)
  }
})

const noCurl = spawnSync('curl', ['--version']).error !== undefined
test('every curl command gets the status that stands behind it', { skip: noCurl && 'no curl here' }, async (t) => {
  const script = commands.map(({ code }) => code).join('')
  const promised = Array.from(script.matchAll(/# (\d{3})\b/g), ([, status]) => status)
  assert.ok(promised.length > 0)
  const folder = mkdtempSync(join(tmpdir(), 'tally-docs-'))
  t.after(() => rmSync(folder, { recursive: true }))
  // The commands stay as a reader would type them; curl takes from here to say the status as well.
  writeFileSync(join(folder, '.curlrc'), 'silent\nwrite-out = "%{stderr}%{http_code}\\n"\n')

  const port = await freePort()
  const env = { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'error' }
  const demo = spawn(process.execPath, [join(root, 'server/bin/tally.js'), 'demo'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(demo, 'exit')
  t.after(async () => {
    demo.kill()
    await ended
  })
  await Promise.race([once(demo.stdout, 'data'), ended.then(() => assert.fail('The demo did not start'))])

  const asTyped = script.replaceAll('http://localhost:4000', `http://localhost:${port}`)
  const shell = { cwd: folder, env: { PATH: process.env['PATH'], CURL_HOME: folder } }
  const { stderr } = await promisify(execFile)('sh', ['-euc', asTyped], shell)
  assert.deepEqual(stderr.trim().split('\n'), promised)
})

test('every relative link leads to a file and a heading that exist', () => {
  assert.ok(pages.length > pagesWithCode.length)
  const complaints = pages.flatMap((page) =>
    linkTargets(read(page))
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#')
        const file = path === '' ? page : join(dirname(page), path)
        return !existsSync(join(root, file)) || (anchor !== undefined && !anchors(read(file)).has(anchor))
      })
      .map((target) => `${page} leads to ${target}`),
  )
  assert.deepEqual(complaints, [])
})

test('every limit of the contract is on its page with its value, and no other is', () => {
  const page = read('docs/limits.md')
  const rows = Array.from(page.matchAll(/^\| `([\w.]+)` +\| ([\d,.]+) +\|/gm), ([, name, value]) => `${name} ${value}`)
  assert.deepEqual(rows.sort(), leavesOf(limits).sort())
  const settings = Array.from(page.matchAll(/`(TALLY_QUOTA_\w+)`/g), ([, name]) => name)
  assert.equal(settings.length, Object.keys(limits.quota).length)
  const described = Array.from(read('docs/self-hosting.md').matchAll(/^\| `(TALLY_QUOTA_\w+)`/gm), ([, name]) => name)
  assert.deepEqual(described, settings)
})

test('no line of a sequence diagram holds a semicolon, which would end it', () => {
  assert.ok(diagrams.length > 0)
  const broken = diagrams.filter(({ code }) => code.includes(';'))
  assert.deepEqual(
    broken.map(({ where }) => where),
    [],
  )
})

/**
 * The first piece of an excerpt that is not in the source after the piece before it. Layout does not count: prettier
 * sets code that is indented less on fewer lines, and leaves out the last comma there.
 *
 * @param {string} excerpt
 * @param {string} source
 */
function missingPiece(excerpt, source) {
  const squeezed = squeeze(source)
  let from = 0
  for (const piece of excerpt
    .trimEnd()
    .replace(/,$/, '')
    .split(/^\s*(?:\/\/|#|<!--) …(?: -->)?$/m)) {
    const at = squeezed.indexOf(squeeze(piece), from)
    if (at === -1) return piece
    from = at + squeeze(piece).length
  }
  return undefined
}

/**
 * Each number with its path, thousands apart.
 *
 * @param {object} branch
 * @returns {string[]}
 */
function leavesOf(branch, path = '') {
  return Object.entries(branch).flatMap(([name, value]) =>
    typeof value === 'object' ? leavesOf(value, `${path}${name}.`) : [`${path}${name} ${value.toLocaleString('en')}`],
  )
}

/** @param {string} code */
function squeeze(code) {
  return code.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '')
}

/** @param {string} mark */
function folderOf(mark) {
  return mark.replace(/^\w+ in /, '')
}

/**
 * What the compiler says of examples when they lie in their folders. Nothing is written there.
 *
 * @param {import('./markdown.mjs').CodeBlock[]} examplesOfProject
 * @param {string} config
 */
function typeErrors(examplesOfProject, config) {
  const { config: json } = ts.readConfigFile(join(root, config), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, join(root, dirname(config)))
  const files = new Map(
    examplesOfProject.map((block, i) => [join(root, folderOf(block.mark), `example-${i}.ts`), block]),
  )
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.readFile = (name) => files.get(name)?.code ?? readFile(name)
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files].flatMap(([name, { where }]) => {
    const file = program.getSourceFile(name)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
  })
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  server.close()
  await once(server, 'close')
  return address.port
}
