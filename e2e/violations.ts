import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What may be otherwise in the other theme. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds on the page as it stands (WCAG 2.2 AA and best practice), in the theme it has and in the other one: a
 * line for each rule, empty when all is well.
 */
export async function violations(page: Page): Promise<string[]> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const found = await analyze(page, new AxeBuilder({ page }).withTags(RULES))
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' })
  const inTheOther = await analyze(page, new AxeBuilder({ page }).withRules(RULES_OF_COLOURS))
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' })
  return [...found, ...inTheOther.map((line) => `in the other theme, ${line}`)]
}

async function analyze(page: Page, axe: AxeBuilder): Promise<string[]> {
  // Half faded in, a text has too little contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  // The pages have no frames: without them axe needs no second page of its own.
  const results = await axe.setLegacyMode().analyze()
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
}
