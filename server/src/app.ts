import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { SetupState } from '@tally/contract'
import { accountRoutes } from './accounts/account-routes.ts'
import { requireAdmin as requireAdminAccount, type AccountDeps } from './accounts/account-service.ts'
import { purgeExpiredInvitations } from './accounts/invitation-service.ts'
import { Passwords } from './accounts/passwords.ts'
import { SignUpBudget } from './accounts/sign-up-budget.ts'
import { SignInAccounts } from './accounts/sign-in-accounts.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { purgeExpiredAudit, recordAuditEvent } from './audit/audit-service.ts'
import { runCommand } from './command-line/commands.ts'
import { controlSocketPath, serveCommands } from './command-line/control-socket.ts'
import type { Config } from './config.ts'
import { daily } from './daily.ts'
import type { Database } from './db/db.ts'
import { openDatabase } from './db/open-database.ts'
import type { RoutePolicy } from './http/access.ts'
import type { Actor } from './http/actor.ts'
import { apiDocs } from './http/api-docs.ts'
import type { Clock } from './http/clock.ts'
import { createHttpServer } from './http/http-server.ts'
import { Overload } from './http/bounds/overload.ts'
import type { Log } from './http/log.ts'
import { hostOf, publicAddressOf } from './http/addresses/public-address.ts'
import { securityHeaders } from './http/security-headers.ts'
import { serviceRoutes } from './http/service-routes.ts'
import { serveWebApp } from './http/web-app.ts'
import { wellKnownRoutes } from './http/well-known-routes.ts'
import { auditOfKeys } from './key-audit.ts'
import { keyFileOf } from './key-file.ts'
import { listRoutes } from './lists/list-routes.ts'
import { memberRoutes } from './lists/member-routes.ts'
import { sharingRoutes } from './lists/sharing-routes.ts'
import { SecretFile } from './sessions/secret-file.ts'
import { Secrets } from './sessions/secrets.ts'
import { createSessions } from './sessions/sessions.ts'
import { SigningKeyRing } from './sessions/signing-key-ring.ts'
import { SigningKeyService } from './sessions/signing-key-service.ts'
import type { Deps } from './changes/make-change.ts'
import { EventStreams } from './sync/event-streams.ts'
import { purgeExpiredOverwritten, purgeExpiredSharing, purgeExpiredSync } from './changes/purge-expired.ts'
import { Hints } from './sync/hints.ts'
import { syncRoutes } from './sync/sync-routes.ts'
import { purgeExpiredTrash } from './changes/purge-trash.ts'
import { WriteBudget } from './changes/write-budget.ts'
import { todoRoutes } from './todos/todo-routes.ts'

const BUILT_WEB_APP = join(import.meta.dirname, '../../web/dist')

export type AppOptions = {
  config: Config
  log: Log
  clock?: Clock
  /** Whether the server is too busy for new work; without it nobody looks, and it never is. */
  overload?: Overload
  /** Whom visitors may try; only in a demo. */
  demo?: SetupState['demo']
}

/** Tally, ready to listen. */
export type Tally = {
  readonly http: FastifyInstance
  /** Who may call what. */
  readonly policies: readonly RoutePolicy[]
  readonly accounts: AccountDeps
  /** What the use cases of lists and todos work with. */
  readonly deps: Deps
  /** Ends the streams, finishes the requests in flight, then closes the database. May be called again. */
  close(): Promise<void>
}

/**
 * Opens the database and puts all features together. Throws StartError with one plain line when the start is not
 * possible.
 */
export async function openApp(options: AppOptions): Promise<Tally> {
  const { config, log } = options
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    allowPlainNetwork: config.insecureDatabase,
    log,
  })
  try {
    return await compose(options, database)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function compose(
  { config, log, clock = Date.now, overload = new Overload(), demo }: AppOptions,
  database: Database,
): Promise<Tally> {
  const { db, bus } = database
  const address = publicAddressOf(config.publicUrl)
  const headers = securityHeaders(address.isHttps)
  const secretFile = new SecretFile(config.dataDir)
  const secrets = new Secrets(await secretFile.read())
  const keyFile = keyFileOf(config, clock)
  const onKeyChange = auditOfKeys(() => Promise.resolve(db), clock)
  const keys = await SigningKeyRing.open({ file: keyFile, clock, log, onKeyChange })
  const passwords = new Passwords(secrets.deriveAll('password-pepper'))
  const sessions = await createSessions({
    db,
    bus,
    accounts: new SignInAccounts({ db, passwords, clock, host: hostOf(config.publicUrl) }),
    keys,
    secrets,
    journal: recordAuditEvent,
    settings: {
      issuer: config.publicUrl,
      origin: address.origin,
      accessTtlSeconds: config.accessTtlSeconds,
      refreshGraceSeconds: config.refreshGraceSeconds,
      secureCookies: address.isHttps,
    },
    clock,
    log,
  })
  const { identify, requireSameSite, service, signIns } = sessions
  const requireAdmin = (actor: Actor) => requireAdminAccount(db, actor)
  const { signUp, directory, publicUrl, quota } = config
  const setUpSecret = secrets.derive('set-up').toString('base64url')
  const accounts: AccountDeps = {
    db,
    passwords,
    sessions: service,
    signIns,
    clock,
    signUp,
    directory,
    quota,
    publicUrl,
    setUpSecret,
  }

  const { app, policies, answerCounts } = createHttpServer({
    log,
    identify,
    requireAdmin,
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    address,
    headers,
    requestsAtOnce: config.quota.requests,
    overload,
  })
  sessions.routes(app)
  accountRoutes(app, {
    deps: accounts,
    addresses: sessions.addresses,
    signUps: new SignUpBudget(config.quota.signUps, clock),
    requireSameSite,
    demo,
  })
  auditRoutes(app, { db })
  const deps = { db, clock, directory, budget: new WriteBudget(config.quota, clock) }
  listRoutes(app, deps)
  memberRoutes(app, deps)
  sharingRoutes(app, { ...deps, publicUrl })
  todoRoutes(app, deps)
  const streams = new EventStreams(config.quota.streams)
  syncRoutes(app, { deps, streams, identify })
  serviceRoutes(app, { db, answerCounts, identify, requireAdmin, metricsToken: config.metricsToken })
  wellKnownRoutes(app, { publicUrl, securityContact: config.securityContact, clock })
  apiDocs(app)
  if (existsSync(join(BUILT_WEB_APP, 'index.html'))) {
    await serveWebApp(app, { folder: BUILT_WEB_APP, basePath: address.basePath, headers: headers.page, policies })
  }
  await app.ready()

  sessions.hearEnded((sessionId) => streams.endSession(sessionId))
  const hints = new Hints({ db, bus, streams, log })
  await hints.listen()
  const purgeExpired = [
    purgeExpiredTrash,
    purgeExpiredSync,
    purgeExpiredOverwritten,
    purgeExpiredInvitations,
    purgeExpiredSharing,
    purgeExpiredAudit,
  ]
  const works = [...purgeExpired.map((forget) => () => forget(db, clock)), () => sessions.purgeExpired()]
  const stopForgetting = daily(works, (error) => log.error({ err: error }, 'what is old could not be removed'))
  const keyService = new SigningKeyService({
    file: keyFile,
    clock,
    takeOver: () => keys.look(),
    onKeyChange,
  })
  const stopCommands = await serveCommands(
    controlSocketPath(config.dataDir),
    (command) => runCommand(command, { keys: keyService, secretFile, accounts: () => Promise.resolve(accounts) }),
    log,
  )
  const closeAll = async () => {
    await stopCommands()
    keys.close()
    await hints.flush()
    streams.close()
    await closeHttp(app)
    await hints.close()
    await stopForgetting()
    await database.close()
  }
  let closed: Promise<void> | undefined
  return { http: app, policies, accounts, deps, close: () => (closed ??= closeAll()) }
}

/**
 * Finishes the requests in flight. Their connections stay open for the next request, so each is closed when it falls
 * idle, not only those that are idle now.
 */
async function closeHttp(app: FastifyInstance): Promise<void> {
  const closeIdle = setInterval(() => app.server.closeIdleConnections(), 20)
  try {
    await app.close()
  } finally {
    clearInterval(closeIdle)
  }
}
