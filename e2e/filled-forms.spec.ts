import type { Locator } from '@playwright/test'
import { expect, row, test } from './tally-test.ts'

/** Fills a field as a password manager does: without a word, or with one event only. */
async function fillSilently(field: Locator, text: string, event?: string): Promise<void> {
  await field.evaluate(
    (element, [value, name]) => {
      ;(element as HTMLInputElement).value = value
      for (const one of name) element.dispatchEvent(new Event(one, { bubbles: true }))
    },
    [text, event === undefined ? [] : [event]] as const,
  )
}

test('what stands in a field is what is sent, however it came there', async ({ page, demo }) => {
  await page.goto(`${demo.url}/login`)
  await fillSilently(page.getByLabel('Username'), 'jemma')
  await fillSilently(page.getByLabel('Password', { exact: true }), 'todo', 'change')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()

  await page.goto(`${demo.url}/users`)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await fillSilently(page.getByLabel('Name', { exact: true }), 'Grace')
  await fillSilently(page.getByLabel('Username'), 'grace', 'change')
  await page.getByLabel('Set a password myself').check()
  await fillSilently(page.getByLabel('Password', { exact: true }), 'four random words do well')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('main').getByText('Grace', { exact: true })).toBeVisible()

  await page.goto(`${demo.url}/settings/password`)
  await fillSilently(page.getByLabel('Current password', { exact: true }), 'todo')
  await fillSilently(page.getByLabel('New password', { exact: true }), 'another four random words')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText(/Password changed/)).toBeVisible()
})
