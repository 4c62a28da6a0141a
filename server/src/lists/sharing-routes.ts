import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { handle } from '../http/handle.ts'
import { acceptInvitation, declineInvitation, listMyInvitations } from './invitation-service.ts'
import { addListLink, checkListLink, deleteListLink, joinList, type LinkDeps } from './list-link-service.ts'
import { readSharing } from './sharing-service.ts'

/** Invitations to lists, and links to them. */
export function sharingRoutes(app: FastifyInstance, deps: LinkDeps): void {
  handle(app, contract.getSharing, ({ actor, params }) => readSharing(deps, actor, params.id))
  handle(app, contract.listMyInvitations, ({ actor }) => listMyInvitations(deps, actor))
  handle(app, contract.acceptInvitation, ({ actor, params }) => acceptInvitation(deps, actor, params.id))
  handle(app, contract.declineInvitation, ({ actor, params }) => declineInvitation(deps, actor, params.id))
  handle(app, contract.addListLink, ({ actor, params, body }) => addListLink(deps, actor, params.id, body.role))
  handle(app, contract.deleteListLink, ({ actor, params }) => deleteListLink(deps, actor, params.id, params.linkId))
  handle(app, contract.checkListLink, ({ body }) => checkListLink(deps, body.link))
  handle(app, contract.joinList, ({ actor, body }) => joinList(deps, actor, body.link))
}
