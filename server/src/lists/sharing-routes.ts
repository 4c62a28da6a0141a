import type { FastifyInstance } from 'fastify'
import * as contract from '@tally/contract'
import { handle } from '../http/handle.ts'
import { acceptInvitation, declineInvitation, listMyInvitations } from './invitation-service.ts'
import { addListLink, checkListLink, deleteListLink, joinList, type LinkGround } from './list-link-service.ts'
import { readSharing } from './sharing-service.ts'

/** Invitations to lists, and links to them. */
export function sharingRoutes(app: FastifyInstance, ground: LinkGround): void {
  handle(app, contract.getSharing, ({ actor, params }) => readSharing(ground, actor, params.id))
  handle(app, contract.listMyInvitations, ({ actor }) => listMyInvitations(ground, actor))
  handle(app, contract.acceptInvitation, ({ actor, params }) => acceptInvitation(ground, actor, params.id))
  handle(app, contract.declineInvitation, ({ actor, params }) => declineInvitation(ground, actor, params.id))
  handle(app, contract.addListLink, ({ actor, params, body }) => addListLink(ground, actor, params.id, body.role))
  handle(app, contract.deleteListLink, ({ actor, params }) => deleteListLink(ground, actor, params.id, params.linkId))
  handle(app, contract.checkListLink, ({ body }) => checkListLink(ground, body.link))
  handle(app, contract.joinList, ({ actor, body }) => joinList(ground, actor, body.link))
}
