import { createReadStream, type ReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'

const DOCUMENT = new URL(import.meta.resolve('@tally/contract/openapi.json'))

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The API of Tally</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<script src="docs/swagger-ui-bundle.js" defer></script>
<script src="docs/start.js" defer></script>
</head>
<body><main id="api"></main></body>
</html>
`
const START = "SwaggerUIBundle({ url: 'openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null })"
/** Without Trusted Types: Swagger UI writes plain text into `innerHTML`, and shows nothing where it may not. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The contract as OpenAPI, and a page to read it and to try it out. */
export function apiDocs(app: FastifyInstance): void {
  const serve = (path: string, type: string, content: () => string | ReadStream) => {
    app.get(path, { config: { access: 'public' } }, (_request, reply) =>
      reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache').type(type).send(content()),
    )
  }
  serve('/api/openapi.json', 'application/json; charset=utf-8', () => createReadStream(DOCUMENT))
  serve('/api/docs', 'text/html; charset=utf-8', () => PAGE)
  serve('/api/docs/start.js', 'text/javascript; charset=utf-8', () => START)
  serve('/api/docs/swagger-ui.css', 'text/css; charset=utf-8', () =>
    createReadStream(new URL(import.meta.resolve('swagger-ui-dist/swagger-ui.css'))),
  )
  serve('/api/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8', () =>
    createReadStream(new URL(import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'))),
  )
}
