import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { node } from './install.mjs'
import { root } from './root.mjs'

const rulesFile = join(root, '.dependency-cruiser.cjs')
/** @type {{ forbidden: readonly { name: string }[] }} */
const rules = createRequire(import.meta.url)(rulesFile)

/**
 * Imports that must be refused: the rule, who imports, and what. @type {readonly [rule: string, from: string, to:
 * string][]}
 */
const refused = [
  ['no-cycles', 'server/src/lists/chicken.ts', './egg.ts'],
  ['resolvable', 'server/src/lists/lost.ts', './nowhere.ts'],
  ['contract-knows-no-side', 'contract/src/curious.ts', '../../server/src/todos/todo-store.ts'],
  ['server-and-web-apart', 'server/src/main.ts', '../../web/src/app/ui/icon.ts'],
  ['server-and-web-apart', 'web/src/main.ts', '../../server/src/db/db.ts'],
  ['browser-takes-types-and-limits', 'web/src/app/todos/heavy.ts', '@tally/contract'],
  ['browser-takes-types-and-limits', 'web/src/app/todos/heavy-still.ts', '../../../../contract/src/todos.ts'],
  ['tests-stay-out', 'server/src/app.ts', '../test/test-server.ts'],
  ['tests-stay-out', 'web/src/app/app.ts', './todos/todo-row.spec.ts'],
  ['nobody-imports-faults', 'server/src/careless.ts', '../../faults/run.ts'],
  ['faults-knows-no-inside', 'faults/nosy.ts', '../server/src/todos/todo-service.ts'],
  ['faults-knows-no-inside', 'faults/nosy-again.ts', '../web/src/app/todos/todo-store.ts'],
  ['server-db-knows-no-feature', 'server/src/db/nosy.ts', '../todos/todo-service.ts'],
  ['server-db-knows-no-feature', 'server/src/db/climbing.ts', '../http/handle.ts'],
  ['server-http-knows-no-feature', 'server/src/http/nosy.ts', '../sessions/session-service.ts'],
  ['server-http-knows-no-feature', 'server/src/http/climbing.ts', '../config.ts'],
  ['server-stores-and-routes-at-home', 'server/src/lists/short-cut.ts', '../todos/todo-store.ts'],
  ['server-stores-and-routes-at-home', 'server/src/todos/short-cut.ts', '../changes/list-store.ts'],
  ['server-stores-and-routes-at-home', 'server/src/sync/short-cut.ts', '../todos/todo-routes.ts'],
  ['server-changes-below-features', 'server/src/changes/climbing.ts', '../todos/todo-service.ts'],
  ['server-feature-knows-no-app', 'server/src/lists/climbing.ts', '../config.ts'],
  ['server-sessions-alone', 'server/src/sessions/nosy.ts', '../todos/todo-service.ts'],
  ['web-device-knows-nobody', 'web/src/app/device/climbing.ts', '../ui/icon.ts'],
  ['web-ui-and-api-know-no-feature', 'web/src/app/ui/nosy.ts', '../todos/todo-store.ts'],
  ['web-ui-and-api-know-no-feature', 'web/src/app/api/nosy.ts', '../sessions/session.ts'],
  ['web-feature-through-store', 'web/src/app/lists/short-cut.ts', '../todos/todo-row.ts'],
  ['web-sync-below-lists-and-todos', 'web/src/app/sync/nosy.ts', '../todos/todo-store.ts'],
  ['web-sessions-alone', 'web/src/app/sessions/nosy.ts', '../todos/todo-store.ts'],
]

/**
 * Imports that look alike and are fine; the first closes the cycle, which is reported once. @type {readonly [from:
 * string, to: string][]}
 */
const fine = [
  ['faults/person.ts', '../server/test/test-server.ts'],
  ['faults/device.ts', '../web/src/app/sync/undo.ts'],
  ['faults/model/restartable-server.ts', '../../server/src/config.ts'],
  ['server/src/lists/egg.ts', './chicken.ts'],
  ['server/src/lists/list-service.ts', '../todos/todo-service.ts'],
  ['server/src/lists/list-changes.ts', '../changes/make-change.ts'],
  ['server/src/lists/list-service-again.ts', '../db/db.ts'],
  ['server/src/lists/list.test.ts', '../../test/test-server.ts'],
  ['server/src/http/transaction.ts', '../db/db.ts'],
  ['web/src/app/lists/list-page.ts', '../todos/todo-store.ts'],
  ['web/src/app/lists/greeting.ts', '../sessions/session.ts'],
  ['web/src/app/lists/limits.ts', '@tally/contract/limits'],
  ['web/src/app/ui/clock.ts', '../device/today.ts'],
  ['web/src/app/lists/usernames.ts', '@tally/contract/usernames'],
  ['web/src/app/lists/folding.ts', '@tally/contract/fold-text'],
  ['web/src/app/todos/undo.ts', '../sync/undo.ts'],
]

test('each rule refuses what it is for, and nothing else', async (t) => {
  const folder = makeCheckout()
  t.after(() => rmSync(folder, { recursive: true }))

  assert.deepEqual(await violationsIn(folder), refused.map(([rule, from]) => `${rule}: ${from}`).sort())
})

test('every rule is tried', () => {
  const tried = new Set(refused.map(([rule]) => rule))
  assert.deepEqual(
    rules.forbidden.map(({ name }) => name).filter((name) => !tried.has(name)),
    [],
  )
})

/** Makes a folder with all those imports; what is imported exists and imports nothing. */
function makeCheckout() {
  const folder = mkdtempSync(join(tmpdir(), 'tally-rules-'))
  const write = (/** @type {string} */ file, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const targets = [
    'contract/src/index.ts',
    'contract/src/fold-text.ts',
    'contract/src/limits.ts',
    'contract/src/todos.ts',
    'contract/src/usernames.ts',
    'faults/run.ts',
    'server/src/config.ts',
    'server/src/changes/list-store.ts',
    'server/src/changes/make-change.ts',
    'server/src/db/db.ts',
    'server/src/http/handle.ts',
    'server/src/sessions/session-service.ts',
    'server/src/todos/todo-routes.ts',
    'server/src/todos/todo-service.ts',
    'server/src/todos/todo-store.ts',
    'server/test/test-server.ts',
    'web/src/app/device/today.ts',
    'web/src/app/sessions/session.ts',
    'web/src/app/sync/undo.ts',
    'web/src/app/todos/todo-row.spec.ts',
    'web/src/app/todos/todo-row.ts',
    'web/src/app/todos/todo-store.ts',
    'web/src/app/ui/icon.ts',
  ]
  for (const file of targets) write(file, 'export const thing = 1\n')
  write(
    'web/src/app/todos/light.ts',
    "import type { thing } from '@tally/contract'\nexport type Thing = typeof thing\n",
  )
  for (const [from, to] of [...refused.map(([, ...edge]) => edge), ...fine]) {
    write(from, `import { thing } from '${to}'\nexport { thing }\n`)
  }
  copyFileSync(join(root, 'contract', 'package.json'), join(folder, 'contract', 'package.json'))
  mkdirSync(join(folder, 'node_modules', '@tally'), { recursive: true })
  symlinkSync(join(folder, 'contract'), join(folder, 'node_modules', '@tally', 'contract'))
  return folder
}

/** @param {string} folder */
async function violationsIn(folder) {
  const depcruise = join(root, 'node_modules', '.bin', 'depcruise')
  const args = [depcruise, '--config', rulesFile, '--output-type', 'json', 'contract', 'server', 'web', 'faults']
  // It exits with the number of violations, which are what we want.
  const { stdout } = await promisify(execFile)(node, args, { cwd: folder }).catch((failure) => failure)
  /** @type {{ summary: { violations: { rule: { name: string }, from: string }[] } }} */
  const { summary } = JSON.parse(stdout)
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort()
}
