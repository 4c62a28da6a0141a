/** What Node.js itself costs: node:http that answers every request with TODOS. No routes, no identity, nothing. */
import { createServer } from 'node:http'

const body = Buffer.from(process.env['TODOS'] ?? '')
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }

createServer((_request, response) => {
  response.writeHead(200, headers).end(body)
}).listen(Number(process.env['PORT']), '127.0.0.1')
