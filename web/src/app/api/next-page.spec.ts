import { nextPage } from './next-page'

describe('nextPage', () => {
  it('finds the next page among other links', () => {
    expect(nextPage('</api/todos>; rel="first", </api/todos?after=abc&limit=2>; rel="next"')).toBe(
      '/api/todos?after=abc&limit=2',
    )
  })

  it('drops the name of another host, so that a token is never sent there', () => {
    expect(nextPage('<https://elsewhere.example/api/todos?after=abc>; rel="next"')).toBe('/api/todos?after=abc')
  })

  it('finds none on the last page', () => {
    expect(nextPage(null)).toBeUndefined()
    expect(nextPage('</api/todos>; rel="prev"')).toBeUndefined()
  })
})
