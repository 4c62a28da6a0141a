/**
 * Builds the web app into `dist`, writes a Brotli copy beside every file worth compressing, and fails when the first
 * load has grown too heavy. Arguments go to `ng build`.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

/** What the sign-in page may cost, in bytes: all JavaScript and CSS that `index.html` asks for. */
const mostInitialBytes = 100_000
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest'])

const folder = import.meta.dirname
const output = join(folder, 'dist')

const ng = spawnSync(
  process.execPath,
  [join(folder, '../node_modules/@angular/cli/bin/ng.js'), 'build', ...process.argv.slice(2)],
  { cwd: folder, stdio: 'inherit', env: { ...process.env, NG_CLI_ANALYTICS: 'false' } },
)
if (ng.status !== 0) process.exit(ng.status ?? 1)

const sizes = new Map<string, number>()
for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.has(extname(entry.name))) continue
  const path = join(entry.parentPath, entry.name)
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
