import { describe, expect, it } from 'vitest'
import { basePathOf } from './base-path'

describe('the base path', () => {
  it.each([
    ['https://todo.example.org/', ''],
    ['https://example.org/tally/', '/tally'],
    ['https://example.org/apps/tally/', '/apps/tally'],
    ['about:blank', ''],
  ])('of %s is “%s”', (baseUri, path) => expect(basePathOf(baseUri)).toBe(path))
})
