import type { ListInvitation } from '@tally/contract'
import type { PendingChange } from './view.ts'

/** An invitation as the person sees it. `isAccepted`: they said yes, and the list is not here yet. */
export type OpenInvitation = ListInvitation & { readonly isAccepted: boolean }

/**
 * What the person sees of their invitations: those that the server told, with their answers on top that no pull has
 * brought yet. The latest answer counts.
 */
export function withAnswers(
  invitations: readonly ListInvitation[],
  changes: readonly PendingChange[],
): readonly OpenInvitation[] {
  const answers = new Map<string, 'invitation.accept' | 'invitation.decline'>()
  for (const { operation } of changes) {
    if (operation.type === 'invitation.accept' || operation.type === 'invitation.decline') {
      answers.set(operation.listId, operation.type)
    }
  }
  return invitations.flatMap((invitation) => {
    const answer = answers.get(invitation.listId)
    return answer === 'invitation.decline' ? [] : { ...invitation, isAccepted: answer === 'invitation.accept' }
  })
}
