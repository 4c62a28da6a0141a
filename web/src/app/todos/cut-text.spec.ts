import { cutText } from './cut-text'

describe('cutText', () => {
  it('leaves a short text alone', () => {
    expect(cutText('Tea 🫖', 6)).toBe('Tea 🫖')
  })

  it('cuts a long one', () => {
    expect(cutText('Buy milk', 3)).toBe('Buy')
  })

  it('drops a character that fits only by half', () => {
    expect(cutText('Tea 🫖', 5)).toBe('Tea ')
  })
})
