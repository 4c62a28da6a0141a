import type { Member } from '@tally/contract'
import { formatSharing } from './format-sharing'

function member(displayName: string, role: Member['role'] = 'editor'): Member {
  const username = displayName.toLowerCase()
  return { userId: username, username, displayName, role, ver: 1 }
}

const [ada, paul, eve] = [member('Ada', 'owner'), member('Paul'), member('Eve', 'viewer')]

describe('formatSharing', () => {
  it('says nothing of a list that only I have', () => {
    expect(formatSharing({ role: 'owner' }, [ada], 'ada')).toBeUndefined()
  })

  it('names those I share it with', () => {
    expect(formatSharing({ role: 'owner' }, [ada, paul], 'ada')).toBe('Shared with Paul')
    expect(formatSharing({ role: 'owner' }, [ada, paul, eve], 'ada')).toBe('Shared with Paul and Eve')
  })

  it('names three of many, and counts the others', () => {
    const four = ['Bo', 'Cy', 'Di', 'Ed'].map((name) => member(name))
    expect(formatSharing({ role: 'owner' }, [ada, ...four], 'ada')).toBe('Shared with Bo, Cy, Di and Ed')
    expect(formatSharing({ role: 'owner' }, [ada, ...four, eve], 'ada')).toBe('Shared with Bo, Cy, Di and 2 others')
  })

  it('says who shares it with me, and with whom else', () => {
    expect(formatSharing({ role: 'editor' }, [ada, paul], 'paul')).toBe('Ada shares this with you')
    expect(formatSharing({ role: 'editor' }, [ada, paul, eve], 'paul')).toBe('Ada shares this with you, and with Eve')
  })

  it('says to a viewer that they may not change it', () => {
    expect(formatSharing({ role: 'viewer' }, [ada, eve], 'eve')).toBe(
      'Ada shares this with you. You can view it, but not edit it.',
    )
  })
})
