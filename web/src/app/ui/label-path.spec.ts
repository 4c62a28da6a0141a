import { labelOf, nameInPath } from './label-path'

describe('nameInPath', () => {
  it.each(['errand', '.', '..', '...', '100%', 'a/b', '#'])('leads to %s and back', (label) => {
    const name = nameInPath(label)
    expect(labelOf(name)).toBe(label)
    const path = `/todos/label/${encodeURIComponent(name)}`
    expect(decodeURIComponent(new URL(path, 'http://tally.example').pathname)).toBe(`/todos/label/${name}`)
  })
})
