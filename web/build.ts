/**
 * Builds the web app into `dist`, makes its scripts as small as they get, writes a Brotli copy beside every file worth
 * compressing, and fails when the first load has grown too heavy. Arguments go to `ng build`.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { minify } from 'terser'

/** What the sign-in page may cost, in bytes: all JavaScript and CSS that `index.html` asks for. */
const mostInitialBytes = 100_000
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest'])

const folder = import.meta.dirname
const output = join(folder, 'dist')

const ng = spawnSync(
  process.execPath,
  [join(folder, '../node_modules/@angular/cli/bin/ng.js'), 'build', ...process.argv.slice(2)],
  {
    cwd: folder,
    stdio: 'inherit',
    // With Rollup a page loads few files: it knows that whoever loads a page has loaded what leads there.
    env: { ...process.env, NG_CLI_ANALYTICS: 'false', NG_BUILD_CHUNKS_ROLLDOWN: 'false' },
  },
)
if (ng.status !== 0) process.exit(ng.status ?? 1)

const files = readdirSync(output, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

// The builder makes names short; Terser also leaves out what is never reached, and saves another 6 % after Brotli.
for (const path of files.filter((file) => extname(file) === '.js')) {
  const options = { module: true, ecma: 2020, compress: { passes: 2, pure_getters: true } } as const
  const { code } = await minify(readFileSync(path, 'utf8'), options)
  writeFileSync(path, code ?? '')
}

const sizes = new Map<string, number>()
for (const path of files.filter((file) => compressible.has(extname(file)))) {
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
