/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}

/**
 * The smallest of some figures that a share of them, from 0 to 1, does not exceed (nearest rank): 0.99 gives the p99.
 */
export function quantile(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(figures.length * share)) - 1] ?? NaN
}

/** A figure with thousands apart and a few digits after the point. */
export function format(figure: number, digits = 0): string {
  return figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** Prints whether a bar is met; one that is not makes the bench end with exit code 1. */
export function judge(bar: string, met: boolean, measured: string): void {
  console.log(`${met ? '✓' : '✗'} ${bar}: ${measured}`)
  if (!met) process.exitCode = 1
}
