/**
 * The claim: what the browser loads before the first page is shown, JavaScript and CSS, is at most 100 kB as brotli.
 */
import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { format, judge } from './figures.ts'

const BAR_BYTES = 100_000
const output = new URL('../web/dist/', import.meta.url)

const index = readFileSync(new URL('index.html', output), 'utf8')
const named = [...index.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '')
const initial = new Set<string>()
for (const file of named) addWithImports(file.replace(/^\//, ''))

const sizes = [...initial].map((file) => brotliCompressSync(readFileSync(new URL(file, output))).length)
const total = sizes.reduce((sum, size) => sum + size, 0)
judge('initial JS + CSS ≤ 100 kB brotli', total <= BAR_BYTES, `${format(total / 1000, 1)} kB in ${initial.size} files`)

/** A file that is loaded at once brings along what it imports statically. */
function addWithImports(file: string): void {
  if (initial.has(file)) return
  initial.add(file)
  const text = readFileSync(new URL(file, output), 'utf8')
  const imports = text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w.-]+\.js)"/g)
  for (const [, imported] of imports) addWithImports(imported ?? '')
}
