import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '../web/dist')

export type BuiltFile = { readonly headers: Record<string, string>; readonly text: string }

/**
 * What differs in the next build of the web app from the one that is there, by path: a page of it can be told by its
 * `data-version`.
 */
export function nextBuild(): ReadonlyMap<string, BuiltFile> {
  const script = `${readFileSync(join(dist, 'theme.js'), 'utf8')}\ndocument.documentElement.dataset.version = 'next'\n`
  const table = JSON.parse(readFileSync(join(dist, 'ngsw.json'), 'utf8')) as { hashTable: Record<string, string> }
  table.hashTable['/theme.js'] = createHash('sha1').update(script).digest('hex')
  const headers = { 'cache-control': 'no-cache' }
  return new Map([
    ['/theme.js', { headers: { ...headers, 'content-type': 'text/javascript' }, text: script }],
    ['/ngsw.json', { headers: { ...headers, 'content-type': 'application/json' }, text: JSON.stringify(table) }],
  ])
}
