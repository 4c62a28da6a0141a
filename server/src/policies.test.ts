import assert from 'node:assert/strict'
import test from 'node:test'
import { testServer } from '../test/test-server.ts'

/** Every route there is and who may call it. A new route is not served before somebody has written it down here. */
const POLICIES = `
DELETE /api/auth/sessions signed-in
DELETE /api/auth/sessions/:id signed-in
DELETE /api/invitations/:id admin
DELETE /api/lists/:id signed-in
DELETE /api/lists/:id/links/:linkId signed-in
DELETE /api/lists/:id/members/:userId signed-in
DELETE /api/todos signed-in
DELETE /api/todos/:id signed-in
DELETE /api/users/:id admin
DELETE /api/users/:id/sessions admin
GET /* public
GET /.well-known/* public
GET /.well-known/change-password public
GET /.well-known/jwks.json public
GET /.well-known/security.txt public
GET /api/audit admin
GET /api/auth/sessions signed-in
GET /api/docs public
GET /api/docs/start.js public
GET /api/docs/swagger-ui-bundle.js public
GET /api/docs/swagger-ui.css public
GET /api/invitations admin
GET /api/lists signed-in
GET /api/lists/:id signed-in
GET /api/lists/:id/members signed-in
GET /api/lists/:id/sharing signed-in
GET /api/lists/invitations signed-in
GET /api/me signed-in
GET /api/me/usage signed-in
GET /api/openapi.json public
GET /api/setup public
GET /api/sync/events signed-in
GET /api/todos signed-in
GET /api/todos/:id signed-in
GET /api/todos/:id/history signed-in
GET /api/users signed-in
GET /healthz public
GET /metrics public
GET /readyz public
PATCH /api/lists/:id signed-in
PATCH /api/me signed-in
PATCH /api/todos/:id signed-in
PATCH /api/users/:id admin
POST /api/auth public
POST /api/auth/logout cookie
POST /api/auth/refresh cookie
POST /api/invitations admin
POST /api/invitations/check public
POST /api/join public
POST /api/lists signed-in
POST /api/lists/:id/links signed-in
POST /api/lists/:id/members signed-in
POST /api/lists/:id/restore signed-in
POST /api/lists/invitations/:id/accept signed-in
POST /api/lists/invitations/:id/decline signed-in
POST /api/lists/join signed-in
POST /api/lists/join/check signed-in
POST /api/setup public
POST /api/sync/pull signed-in
POST /api/sync/push signed-in
POST /api/todos signed-in
POST /api/todos/:id/restore signed-in
POST /api/todos/batch signed-in
POST /api/users admin
POST /api/users/:id/reset-password admin
PUT /api/lists/:id/members/:userId signed-in
PUT /api/me/password signed-in
`

test('every route says who may call it, and it is what was agreed', async (t) => {
  const { tally } = await testServer(t, 'sqlite')
  const served = tally.policies.map(({ method, path, access }) => `${method} ${path} ${access}`)
  const agreed = POLICIES.trim().split('\n')
  // The web app is served only where it has been built.
  assert.deepEqual(new Set([...served, 'GET /* public']), new Set(agreed))
})

test('a route without a policy stops the start', async (t) => {
  const { tally } = await testServer(t, 'sqlite')
  assert.throws(() => tally.http.get('/api/forgotten', () => 'secret'))
})
