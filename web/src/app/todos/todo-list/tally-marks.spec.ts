import { tallyGroups } from './tally-marks'

describe('tallyGroups', () => {
  it.each([
    [0, []],
    [1, [1]],
    [4, [4]],
    [5, [5]],
    [12, [5, 5, 2]],
  ])('%i is written as %j', (count, groups) => {
    expect(tallyGroups(count)).toEqual(groups)
  })
})
