import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as contract from '@tally/contract'
import { callerOf } from '../http/caller.ts'
import { handle } from '../http/handle.ts'
import type { Identify, RequireAdmin } from '../http/identify.ts'
import { addUser, changeUser, deleteUser, listUsers, readSetup, setUp, type AccountGround } from './account-service.ts'
import { changeMe, changePassword, readMe } from './my-account-service.ts'

export type AccountRouteParts = {
  readonly ground: AccountGround
  readonly requireSameSite: (request: FastifyRequest) => void
  readonly identify: Identify
  readonly requireAdmin: RequireAdmin
  /** Whom a visitor may try; only in a demo. */
  readonly demo: contract.SetupState['demo']
}

export function accountRoutes(
  app: FastifyInstance,
  { ground, requireSameSite, identify, requireAdmin, demo }: AccountRouteParts,
): void {
  const { db } = ground

  handle(app, contract.getSetup, async () => ({ ...(await readSetup(ground)), ...(demo && { demo }) }))
  handle(app, contract.setUp, async ({ body, request, reply }) => {
    requireSameSite(request)
    const issued = await setUp(ground, body, callerOf(request))
    reply.header('set-cookie', issued.cookie)
    return issued.signedIn
  })

  handle(app, contract.listUsers, ({ actor }) => listUsers(db, actor))
  handle(app, contract.addUser, async ({ body, request }) => {
    await requireAdmin(await identify(request))
    return addUser(ground, body)
  })
  handle(app, contract.changeUser, ({ params, body }) => changeUser(ground, params.id, body))
  handle(app, contract.deleteUser, ({ params }) => deleteUser(ground, params.id))

  handle(app, contract.getMe, ({ actor }) => readMe(db, actor))
  handle(app, contract.changeMe, ({ actor, body }) => changeMe(db, actor, body))
  handle(app, contract.changePassword, ({ actor, body }) => changePassword(ground, actor, body))
}
