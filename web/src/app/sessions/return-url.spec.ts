import { checkedReturnUrl } from './return-url'

describe('checkedReturnUrl', () => {
  it.each([
    '/todos/today',
    '/search?q=milk%20%26%20eggs',
    '/todos/list/0199?todo=0198#notes',
    '/todos/label/caf%C3%A9',
  ])('keeps %s', (url) => {
    expect(checkedReturnUrl(url)).toBe(url)
  })

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/todos/..//evil.example',
    'https://evil.example/todos',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,hi',
    'todos',
    '@evil.example',
    '',
  ])('goes home instead of to %j', (url) => {
    expect(checkedReturnUrl(url)).toBe('/todos')
  })

  it.each(['/', '/login', '/login?returnUrl=/users', '/login/', '/setup', '/join#secret', undefined, null])(
    'goes home instead of in a circle by %s',
    (url) => {
      expect(checkedReturnUrl(url)).toBe('/todos')
    },
  )
})
