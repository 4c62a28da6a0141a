import type { Locator, Page } from '@playwright/test'
import { expect, row, signIn, test } from './tally-test.ts'

test('from signing in to undoing, no pointer is needed', async ({ page, demo }) => {
  await page.goto(`${demo.url}/login`)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await tabTo(page, page.getByLabel('Username'))
  await page.keyboard.type('jemma')
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await page.keyboard.type('todo')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeFocused()

  await tabTo(page, page.getByRole('textbox', { name: /^Add a todo/ }))
  await page.keyboard.type('Water the plants')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Water the plants')).toBeVisible()

  await tabTo(page, page.getByRole('checkbox', { name: 'Water the plants' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused()
  await page.keyboard.type(' twice')
  await page.keyboard.press('Enter')
  // By its whole name: while the details go, they have one as well.
  const plants = page.getByRole('checkbox', { name: 'Water the plants twice', exact: true })
  await expect(plants).toBeFocused()

  await page.keyboard.press('o')
  await expect(page.getByRole('heading', { name: 'Details' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(plants).toBeFocused()

  await page.keyboard.press('Space')
  await expect(plants).toHaveCount(0)
  await expect(page.getByRole('checkbox', { name: 'Get Milk' })).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(row(page, 'Get Milk')).toHaveCount(0)
  await tabTo(page, page.getByRole('button', { name: 'Undo' }).last())
  await page.keyboard.press('Enter')
  await expect(row(page, 'Get Milk')).toBeVisible()
  // Not lost on the body: it went back to where it came from.
  await expect(page.locator(':focus')).toHaveCount(1)
})

test('a question mark lists the shortcuts, and Escape goes back to where the focus was', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await tabTo(page, page.getByRole('checkbox', { name: 'Get Milk' }))
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help.getByText('Open details')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(page.getByRole('checkbox', { name: 'Get Milk' })).toBeFocused()
  await page.getByRole('textbox', { name: /^Add a todo/ }).fill('Milk')
  await page.keyboard.type('?')
  await expect(help).toBeHidden()
})

/** Presses Tab until the focus is there, as often as a patient person would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(target).toBeFocused({ timeout: 50 })
  }).toPass({ intervals: [0] })
}
