import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The table by which Angular's service worker knows the files of a build; see `ngsw-config.json`. */
type FileTable = {
  index: string
  assetGroups: { urls: string[] }[]
  /** The SHA-1 of each file, by its path. The worker refuses a build in which one does not match. */
  hashTable: Record<string, string>
}

/** What is sent in place of a file. */
export type MovedFile = { readonly type: string; readonly text: string }

/**
 * The files of the built app that must be others below a path of the host: the page, whose base all addresses are
 * relative to, and the table of its service worker, with the paths and the hash of that page. By their name.
 *
 * @param basePath such as `/tally`; empty where nothing is moved
 */
export function movedFiles(folder: string, basePath: string): ReadonlyMap<string, MovedFile> {
  if (basePath === '') return new Map()
  const page = pageBelow(readFileSync(join(folder, 'index.html'), 'utf8'), basePath)
  const table = tableBelow(readFileSync(join(folder, 'ngsw.json'), 'utf8'), basePath, page)
  return new Map([
    ['index.html', { type: 'text/html; charset=utf-8', text: page }],
    ['ngsw.json', { type: 'application/json; charset=utf-8', text: table }],
  ])
}

function pageBelow(page: string, basePath: string): string {
  const moved = page.replace('<base href="/"', `<base href="${basePath}/"`)
  if (moved === page) throw new Error('The page of the app has no <base href="/">')
  return moved
}

function tableBelow(text: string, basePath: string, page: string): string {
  const table = JSON.parse(text) as FileTable
  const index = basePath + table.index
  const hashTable: Record<string, string> = {}
  for (const [path, hash] of Object.entries(table.hashTable)) hashTable[basePath + path] = hash
  hashTable[index] = createHash('sha1').update(page).digest('hex')
  return JSON.stringify({
    ...table,
    index,
    assetGroups: table.assetGroups.map((group) => ({ ...group, urls: group.urls.map((path) => basePath + path) })),
    hashTable,
  })
}
