import type { Member } from '@tally/contract'
import { shortName } from './short-name'

function member(userId: string, displayName: string): Member {
  return { userId, username: userId, displayName, role: 'editor', ver: 1 }
}

describe('shortName', () => {
  const members = [member('p', 'Paul Smith'), member('e', 'Eve'), member('e2', 'Eve Miller')]

  it('is the first word of the name', () => {
    expect(shortName(members, 'p')).toBe('Paul')
  })

  it('is the whole name where another member begins alike', () => {
    expect(shortName(members, 'e')).toBe('Eve')
    expect(shortName(members, 'e2')).toBe('Eve Miller')
  })

  it('is nothing for somebody who is no member any more', () => {
    expect(shortName(members, 'gone')).toBeUndefined()
  })
})
