import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as contract from '@tally/contract'
import type { AddressBudget } from '../http/bounds/address-budget.ts'
import { callerOf } from '../http/caller.ts'
import { clientAddressOf } from '../http/addresses/client-address.ts'
import { handle, type SignedInCall } from '../http/handle.ts'
import { isLocal } from '../http/addresses/local-request.ts'
import { addUser, changeUser, deleteUser, endSessionsOf, listUsers, type AccountDeps } from './account-service.ts'
import { addInvitation, checkInvitation, deleteInvitation, listInvitations } from './invitation-service.ts'
import { join } from './join-service.ts'
import { changeMe, changePassword, readMe } from './my-account-service.ts'
import { resetPassword } from './one-time-password-service.ts'
import { readSetup, setUp } from './set-up-service.ts'
import type { SignUpBudget } from './sign-up-budget.ts'

export type AccountRouteParts = {
  readonly deps: AccountDeps
  readonly requireSameSite: (request: FastifyRequest) => void
  /** Counts the failures of those who are not signed in. */
  readonly addresses: AddressBudget
  /** Counts the accounts that are made without an invitation. */
  readonly signUps: SignUpBudget
  /** Whom a visitor may try; only in a demo. */
  readonly demo: contract.SetupState['demo']
}

export function accountRoutes(
  app: FastifyInstance,
  { deps, requireSameSite, addresses, signUps, demo }: AccountRouteParts,
): void {
  const { db } = deps

  handle(app, contract.getSetup, async ({ request }) => ({
    ...(await readSetup(deps, isLocal(request, deps.publicUrl))),
    ...(demo && { demo }),
  }))
  handle(app, contract.setUp, async ({ body, request, reply }) => {
    requireSameSite(request)
    const issued = await setUp(deps, body, { caller: callerOf(request), isLocal: isLocal(request, deps.publicUrl) })
    reply.header('set-cookie', issued.cookies)
    return issued.signedIn
  })

  handle(app, contract.listUsers, ({ actor }) => listUsers(deps, actor))
  handle(app, contract.join, ({ body, request }) => {
    requireSameSite(request)
    const caller = callerOf(request)
    const attempt = () => addresses.attempt(caller.address, () => join(deps, body, caller))
    return body.invitation === undefined ? signUps.spend(caller.address, attempt) : attempt()
  })
  handle(app, contract.addUser, (call) => addUser(deps, call.body, byOf(call)))
  handle(app, contract.changeUser, (call) => changeUser(deps, call.params.id, call.body, byOf(call)))
  handle(app, contract.deleteUser, (call) => deleteUser(deps, call.params.id, byOf(call)))
  handle(app, contract.resetPassword, (call) => resetPassword(deps, call.params.id, byOf(call)))
  handle(app, contract.endSessionsOf, (call) => endSessionsOf(deps, call.params.id, byOf(call)))

  handle(app, contract.listInvitations, () => listInvitations(deps))
  handle(app, contract.addInvitation, (call) => addInvitation(deps, call.body, byOf(call)))
  handle(app, contract.deleteInvitation, (call) => deleteInvitation(deps, call.params.id, byOf(call)))
  handle(app, contract.checkInvitation, ({ body, request }) =>
    addresses.attempt(clientAddressOf(request), () => checkInvitation(deps, body.invitation)),
  )

  handle(app, contract.getMe, ({ actor }) => readMe(db, actor))
  handle(app, contract.changeMe, ({ actor, body, request }) => changeMe(deps, actor, body, callerOf(request)))
  handle(app, contract.changePassword, async ({ actor, body, request, reply }) => {
    requireSameSite(request)
    const origin = { caller: callerOf(request), cookies: request.headers.cookie }
    const issued = await changePassword(deps, actor, body, origin)
    reply.header('set-cookie', issued.cookies)
    return issued.signedIn
  })
}

function byOf({ actor, request }: Pick<SignedInCall<contract.Operation>, 'actor' | 'request'>) {
  return { actorId: actor.userId, caller: callerOf(request) }
}
