import { Drafts, type Draft } from './drafts'

describe('Drafts', () => {
  it('keep what is typed until it is saved', () => {
    const drafts = new Drafts()
    drafts.keep('add/inbox', { text: 'Half a sent' })
    expect(drafts.find('add/inbox')).toEqual({ text: 'Half a sent' })
    drafts.drop('add/inbox')
    expect(drafts.find('add/inbox')).toBeUndefined()
  })

  it('of this device are there beside what was typed before they were read, which is newer', () => {
    const stored = new Map<string, Draft | undefined>()
    const drafts = new Drafts()
    drafts.keep('add/inbox', { text: 'New' })
    const before = new Map([
      ['add/inbox', { text: 'Old' }],
      ['add/home', { text: 'Paint' }],
    ])
    drafts.open(before, (place, draft) => stored.set(place, draft))
    expect(drafts.find('add/inbox')).toEqual({ text: 'New' })
    expect(drafts.find('add/home')).toEqual({ text: 'Paint' })
    expect(stored.get('add/inbox')).toEqual({ text: 'New' })
  })

  it('that were saved meanwhile do not come back with those of the device, nor stay there', () => {
    const stored = new Map<string, Draft | undefined>()
    const drafts = new Drafts()
    drafts.keep('add/inbox', { text: 'Half a sentence' })
    drafts.drop('add/inbox')
    drafts.open(new Map([['add/inbox', { text: 'Half a sent' }]]), (place, draft) => stored.set(place, draft))
    expect(drafts.find('add/inbox')).toBeUndefined()
    expect(stored).toEqual(new Map([['add/inbox', undefined]]))
  })

  it('tell the device what is there and what is not any more', () => {
    const stored = new Map<string, Draft | undefined>()
    const drafts = new Drafts()
    drafts.open(new Map(), (place, draft) => stored.set(place, draft))
    drafts.keep('add/inbox', { text: 'Milk' })
    drafts.keep('add/inbox', { text: '' })
    expect(stored).toEqual(new Map([['add/inbox', undefined]]))
  })

  it('of a text that is emptied are kept: that is a change as well', () => {
    const drafts = new Drafts()
    drafts.keep('todo/1/notes', { text: '', base: 'Two bottles' })
    expect(drafts.find('todo/1/notes')?.text).toBe('')
  })
})
