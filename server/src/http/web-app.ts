import { readdirSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RoutePolicy } from './access.ts'
import { movedFiles } from './moved-files.ts'
import { Problem } from './problem.ts'
import { pathOf } from './request-log.ts'
import { unserved } from './unserved.ts'

const HASHED = /-[\w-]{8}\.(?:js|css|woff2|svg|png)$/
const IMMUTABLE = 'public, max-age=31536000, immutable'

const PAGE = 'index.html'

export type WebAppOptions = {
  /** Of the built app. */
  readonly folder: string
  /** Where the app is on its host: empty, or such as `/tally`. */
  readonly basePath: string
  readonly headers: Readonly<Record<string, string>>
  /** The other routes, whose methods a refusal names. */
  readonly policies: readonly RoutePolicy[]
}

/**
 * Serves the built web app from a folder, in the brotli form the build left beside each file. Files with a hash in
 * their name never change; everything else is asked for again. A path without a file is a page of the app, unless it
 * begins as another route does, however that is spelt.
 */
export async function serveWebApp(app: FastifyInstance, options: WebAppOptions): Promise<void> {
  const { folder, basePath, headers, policies } = options
  const moved = movedFiles(folder, basePath)
  const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  const taken = new Set(policies.map(({ path }) => firstPart(path)))
  await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false })
  app.get('/*', { config: { access: 'public' } }, (request, reply) => {
    const path = pathOf(request.url)
    if (taken.has(firstPart(path))) throw unserved(request, policies)
    const file = fileFor(files, path.slice(1), request)
    if (!file) throw new Problem('not-found')
    reply.headers(headers).header('cache-control', HASHED.test(file) ? IMMUTABLE : 'no-cache')
    const other = moved.get(file)
    return other ? reply.type(other.type).send(other.text) : reply.sendFile(file)
  })
}

function firstPart(path: string): string | undefined {
  return path.split('/')[1]?.toLowerCase()
}

/**
 * The file of a path: itself where there is one, or the app's page where the path has no file ending, or where the
 * browser opens it as a page, since a label may look like a file.
 */
function fileFor(files: ReadonlySet<string>, path: string, request: FastifyRequest): string | undefined {
  const hasEnding = /\.\w+$/.test(path)
  if (hasEnding && files.has(path)) return path
  return hasEnding && !isNavigation(request) ? undefined : PAGE
}

/** Whether a browser opens a page. Over plain http it does not send `Sec-Fetch-Dest`, but what it accepts. */
function isNavigation({ headers }: FastifyRequest): boolean {
  const destination = headers['sec-fetch-dest']
  return destination === undefined ? (headers.accept ?? '').includes('text/html') : destination === 'document'
}
