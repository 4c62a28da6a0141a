import type { Member } from '@tally/contract'
import { sharingWords } from './sharing-words'

function member(displayName: string, role: Member['role'] = 'editor'): Member {
  const username = displayName.toLowerCase()
  return { userId: username, username, displayName, role, ver: 1 }
}

const [ada, paul, eve] = [member('Ada', 'owner'), member('Paul'), member('Eve', 'viewer')]

describe('sharingWords', () => {
  it('says nothing of a list that only I have', () => {
    expect(sharingWords({ role: 'owner' }, [ada], 'ada')).toBeUndefined()
  })

  it('names those I share it with', () => {
    expect(sharingWords({ role: 'owner' }, [ada, paul], 'ada')).toBe('Shared with Paul')
    expect(sharingWords({ role: 'owner' }, [ada, paul, eve], 'ada')).toBe('Shared with Paul and Eve')
  })

  it('names three of many, and counts the others', () => {
    const four = ['Bo', 'Cy', 'Di', 'Ed'].map((name) => member(name))
    expect(sharingWords({ role: 'owner' }, [ada, ...four], 'ada')).toBe('Shared with Bo, Cy, Di and Ed')
    expect(sharingWords({ role: 'owner' }, [ada, ...four, eve], 'ada')).toBe('Shared with Bo, Cy, Di and 2 others')
  })

  it('says who shares it with me, and with whom else', () => {
    expect(sharingWords({ role: 'editor' }, [ada, paul], 'paul')).toBe('Ada shares this with you')
    expect(sharingWords({ role: 'editor' }, [ada, paul, eve], 'paul')).toBe('Ada shares this with you, and with Eve')
  })

  it('says to a viewer that they may not change it', () => {
    expect(sharingWords({ role: 'viewer' }, [ada, eve], 'eve')).toBe(
      'Ada shares this with you. You can view it, but not edit it.',
    )
  })
})
