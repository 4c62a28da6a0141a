/**
 * Builds the web app into `dist`, makes its scripts as small as they get, adds the service worker with its table of
 * files, writes a Brotli copy beside every file worth compressing, and fails when the first load has grown too heavy.
 * Arguments go to `ng build`.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { minify } from 'terser'

/** What the sign-in page may cost, in bytes: all JavaScript and CSS that `index.html` asks for. */
const mostInitialBytes = 100_000
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest'])

const folder = import.meta.dirname
const output = join(folder, 'dist')
const angular = join(folder, '../node_modules/@angular')

run('cli/bin/ng.js', 'build', ...process.argv.slice(2))

// The builder makes names short; Terser also leaves out what is never reached, and saves another 6 % after Brotli.
for (const path of filesWith(new Set(['.js']))) {
  const options = {
    module: true,
    ecma: 2020,
    compress: { passes: 2, pure_getters: true, hoist_funs: true, keep_fargs: false },
  } as const
  const { code } = await minify(readFileSync(path, 'utf8'), options)
  writeFileSync(path, code ?? '')
}

// The table holds a hash of every file: from here on they stay as they are.
run('service-worker/ngsw-config.js', 'dist', 'ngsw-config.json')
// Nor is it another version because it was built another time, such as for another process of the same Tally.
const table = join(output, 'ngsw.json')
writeFileSync(table, JSON.stringify({ ...(JSON.parse(readFileSync(table, 'utf8')) as object), timestamp: 0 }))
copyFileSync(join(angular, 'service-worker/ngsw-worker.js'), join(output, 'ngsw-worker.js'))

const sizes = new Map<string, number>()
for (const path of filesWith(compressible)) {
  const compressed = brotliCompressSync(readFileSync(path), {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  })
  writeFileSync(`${path}.br`, compressed)
  sizes.set(path, compressed.length)
}

const page = readFileSync(join(output, 'index.html'), 'utf8')
const initial = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, name = '']) => join(output, name))
const initialBytes = initial.reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0)
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

console.log(
  `First load: ${kilobytes(initialBytes)} brotli, JavaScript and CSS (at most ${kilobytes(mostInitialBytes)})`,
)
if (initialBytes > mostInitialBytes) process.exit(1)

/** Runs a program of Angular, and ends with it where it fails. */
function run(program: string, ...parameters: string[]): void {
  const { status } = spawnSync(process.execPath, [join(angular, program), ...parameters], {
    cwd: folder,
    stdio: 'inherit',
    // With Rollup a page loads few files: it knows that whoever loads a page has loaded what leads there.
    env: { ...process.env, NG_CLI_ANALYTICS: 'false', NG_BUILD_CHUNKS_ROLLDOWN: 'false' },
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** The paths of what was built, with one of these endings. */
function filesWith(endings: ReadonlySet<string>): string[] {
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
}
