import { readdirSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { movedFiles } from './moved-files.ts'
import { Problem } from './problem.ts'
import { pathOf } from './request-log.ts'

const HASHED = /-[\w-]{8}\.(?:js|css|woff2|svg|png)$/
const IMMUTABLE = 'public, max-age=31536000, immutable'

const PAGE = 'index.html'

export type WebAppOptions = {
  /** Of the built app. */
  readonly folder: string
  /** Where the app is on its host: empty, or such as `/tally`. */
  readonly basePath: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Serves the built web app from a folder, in the brotli form the build left beside each file. Files with a hash in
 * their name never change; everything else is asked for again. A path without a file is a page of the app, except below
 * /api.
 */
export async function serveWebApp(app: FastifyInstance, { folder, basePath, headers }: WebAppOptions): Promise<void> {
  const moved = movedFiles(folder, basePath)
  const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false })
  app.get('/*', { config: { access: 'public' } }, (request, reply) => {
    const path = pathOf(request.url)
    if (path === '/api' || path.startsWith('/api/')) throw new Problem('not-found')
    const file = fileFor(files, path.slice(1))
    if (!file) throw new Problem('not-found')
    reply.headers(headers).header('cache-control', HASHED.test(file) ? IMMUTABLE : 'no-cache')
    const other = moved.get(file)
    return other ? reply.type(other.type).send(other.text) : reply.sendFile(file)
  })
}

/** The pages of the app whose path may end like a file, as `/todos/label/v1.0` does. */
const PAGES_WITH_DOTS = 'todos/label/'

/** The file of a path: itself where there is one, the app's page where the path has no file ending, or nothing. */
function fileFor(files: ReadonlySet<string>, path: string): string | undefined {
  const isFile = /\.\w+$/.test(path) && !path.startsWith(PAGES_WITH_DOTS)
  if (!isFile) return PAGE
  return files.has(path) ? path : undefined
}
