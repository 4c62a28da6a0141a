import type { Sharing } from '@tally/contract'
import { may } from '@tally/contract/rights'
import type { Actor } from '../http/actor.ts'
import type { Deps } from '../changes/make-change.ts'
import { listInvitedPeople } from './invitation-service.ts'
import { readListLinks } from './list-link-service.ts'
import { requireList } from './list-service.ts'

/** Whom a list of mine waits for, and to its owner also its links; throws Problem `list-not-found`. */
export async function readSharing(deps: Deps, actor: Actor, listId: string): Promise<Sharing> {
  const { role } = await requireList(deps.db, actor.userId, listId)
  const maySeeLinks = may(role, 'share')
  return {
    byUsername: deps.directory === 'everyone',
    invited: await listInvitedPeople(deps, listId),
    links: maySeeLinks ? await readListLinks(deps, listId) : [],
  }
}
