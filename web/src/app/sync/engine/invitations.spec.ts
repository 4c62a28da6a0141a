import type { ListInvitation, SyncOperation } from '@tally/contract'
import { withAnswers } from './invitations.ts'

const invitation: ListInvitation = {
  listId: 'trip',
  listName: 'Trip',
  role: 'editor',
  invitedBy: { username: 'bob', displayName: 'Bob' },
  createdAt: 1,
  expiresAt: 2,
}

function answer(type: 'invitation.accept' | 'invitation.decline', listId = 'trip') {
  const operation: SyncOperation = { id: `${type} ${listId}`, type, listId }
  return { operation, at: 0 }
}

describe('withAnswers', () => {
  it('shows what nobody has answered', () => {
    const others = [answer('invitation.decline', 'home')]
    expect(withAnswers([invitation], others)).toEqual([{ ...invitation, isAccepted: false }])
  })

  it('hides at once what was declined', () => {
    expect(withAnswers([invitation], [answer('invitation.decline')])).toEqual([])
  })

  it('keeps what was accepted until the list is here', () => {
    expect(withAnswers([invitation], [answer('invitation.accept')])).toEqual([{ ...invitation, isAccepted: true }])
  })
})
