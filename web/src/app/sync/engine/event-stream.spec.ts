import { eventParser, type SyncEvent } from './event-stream.ts'

function parse(...parts: string[]): SyncEvent[] {
  const events: SyncEvent[] = []
  const take = eventParser((event) => events.push(event))
  parts.forEach(take)
  return events
}

describe('eventParser', () => {
  it('reads events however the text is cut', () => {
    const text = 'event: hello\ndata: {"epoch":"e"}\n\n: comment\n\nevent: hint\r\ndata: {"list":"l","ver":3}\r\n\r\n'
    const expected = [
      { name: 'hello', data: { epoch: 'e' } },
      { name: 'hint', data: { list: 'l', ver: 3 } },
    ]
    expect(parse(text)).toEqual(expected)
    expect(parse(...Array.from(text))).toEqual(expected)
  })

  it('passes over what it does not know or cannot read', () => {
    expect(parse('event: newer\ndata: {}\n\n', 'event: hint\ndata: {\n\n', 'data: {}\n\n')).toEqual([])
  })
})
