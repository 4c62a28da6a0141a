/**
 * Who may know whom (ARCHITECTURE.md, "Who may know whom"). scripts/dependency-rules.test.mjs sees each rule refuse
 * something.
 */
const features = '(accounts|audit|sessions|lists|todos|sync|update)'
const rooms = 'accounts|audit|changes|sessions|lists|todos|sync'
const tests = '[.](test|spec)[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What needs each other cannot be read, tested or lifted out alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'contract-knows-no-side',
      comment: 'web → contract ← server.',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(server|web|e2e|bench|faults|scripts)/' },
    },
    {
      name: 'server-and-web-apart',
      comment: 'Server and web meet in the contract only.',
      severity: 'error',
      from: { path: '^(server|web)/' },
      to: { path: '^(server|web)/', pathNot: '^$1/' },
    },
    {
      name: 'browser-takes-types-and-limits',
      comment:
        'One schema imported at run time costs the browser 17 kB: use `import type`, or the files without schemas.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: {
        path: '^contract/',
        pathNot: '^contract/src/(fold-text|labels|limits|lists-of|password-rules|rights|usernames|visible-text)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'tests-stay-out',
      comment: 'The product never imports a test or the test kit.',
      severity: 'error',
      from: { path: '^(contract|server|web)/', pathNot: [tests, '^server/test/'] },
      to: { path: [tests, '^server/test/'] },
    },
    {
      name: 'nobody-imports-faults',
      comment: 'It breaks things on purpose.',
      severity: 'error',
      from: { pathNot: '^faults/' },
      to: { path: '^faults/' },
    },
    {
      name: 'faults-knows-no-inside',
      comment:
        'faults/ uses the replica of the browser, the contract and the test kit; of the server it sees its answers, ' +
        'except for the one that runs in the same process.',
      severity: 'error',
      from: { path: '^faults/', pathNot: '^faults/model/restartable-server[.]ts$' },
      to: { path: '^(server|web|e2e|bench|scripts)/', pathNot: ['^server/test/', '^web/src/app/sync/'] },
    },
    {
      name: 'server-db-knows-no-feature',
      comment: 'db is below everything else.',
      severity: 'error',
      from: { path: '^server/src/db/', pathNot: tests },
      to: { path: '^server/src/', pathNot: '^server/src/db/' },
    },
    {
      name: 'server-http-knows-no-feature',
      comment: 'http knows db at most.',
      severity: 'error',
      from: { path: '^server/src/http/', pathNot: tests },
      to: { path: '^server/src/', pathNot: '^server/src/(db|http)/' },
    },
    {
      name: 'server-stores-and-routes-at-home',
      comment: 'What is in another room is reached through what it decides: never through its SQL, never through HTTP.',
      severity: 'error',
      from: { path: `^server/src/(${rooms})/`, pathNot: tests },
      to: { path: `^server/src/(${rooms})/.*-(store|routes)[.]ts$`, pathNot: '^server/src/$1/' },
    },
    {
      name: 'server-changes-below-features',
      comment: 'Whoever changes a list or a todo calls changes; it does not know who does.',
      severity: 'error',
      from: { path: '^server/src/changes/', pathNot: tests },
      to: { path: `^server/src/${features}/` },
    },
    {
      name: 'server-feature-knows-no-app',
      comment: 'The app lists the features; a feature does not know the app.',
      severity: 'error',
      from: { path: `^server/src/(${rooms})/`, pathNot: tests },
      to: { path: '^server/src/[^/]+[.]ts$' },
    },
    {
      name: 'server-sessions-alone',
      comment: 'sessions can be lifted out whole into another project.',
      severity: 'error',
      from: { path: '^server/src/sessions/', pathNot: tests },
      to: { path: '^server/src/(accounts|audit|changes|lists|todos|sync)/' },
    },
    {
      name: 'web-device-knows-nobody',
      comment: 'device is below everything else: what the browser has, and may refuse.',
      severity: 'error',
      from: { path: '^web/src/app/device/' },
      to: { path: '^web/src/app/', pathNot: '^web/src/app/device/' },
    },
    {
      name: 'web-ui-and-api-know-no-feature',
      comment: 'ui and api are below every feature.',
      severity: 'error',
      from: { path: '^web/src/app/(ui|api)/' },
      to: { path: '^web/src/app/', pathNot: '^web/src/app/(device|ui|api)/' },
    },
    {
      name: 'web-feature-through-store',
      comment:
        'Another feature is reached through its -store.ts, session.ts, or what it puts on a page whole; sync is below.',
      severity: 'error',
      from: { path: `^web/src/app/${features}/`, pathNot: tests },
      to: {
        path: `^web/src/app/${features}/`,
        pathNot: [
          '^web/src/app/$1/',
          '^web/src/app/sync/',
          '-(store|page|nav|header)[.]ts$',
          '/sessions/session[.]ts$',
        ],
      },
    },
    {
      name: 'web-sync-below-lists-and-todos',
      comment: 'sync carries changes of any kind; it does not know what they mean.',
      severity: 'error',
      from: { path: '^web/src/app/sync/', pathNot: tests },
      to: { path: '^web/src/app/(accounts|lists|todos)/' },
    },
    {
      name: 'web-sessions-alone',
      comment: 'sessions can be lifted out whole into another project.',
      severity: 'error',
      from: { path: '^web/src/app/sessions/', pathNot: tests },
      to: { path: '^web/src/app/(accounts|audit|lists|todos|sync)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|[.]angular)/' },
    // Type-only imports count, and can be told from the others.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
