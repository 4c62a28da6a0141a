import { expect, row, signIn, test } from './tally-test.ts'
import { violations } from './violations.ts'

const pages = [
  '/todos/today',
  '/todos/upcoming',
  '/todos/list/inbox',
  '/todos/label/errand',
  '/search',
  '/trash',
  '/attention',
  '/users',
  '/users/audit',
  '/users/audit?kind=user-deleted',
  '/settings',
  '/settings/password',
  '/settings/sessions',
  '/todos/list/01890000-0000-7000-8000-000000000000',
]

test('no page has an accessibility violation, in either theme', async ({ page, demo }) => {
  test.setTimeout(120_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const check = async (name: string) => {
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    expect(await violations(page), name).toEqual([])
  }
  await page.goto(`${demo.url}/login`)
  await check('/login')
  await page.goto(`${demo.url}/join`)
  await check('/join')
  await signIn(page, demo.url)
  for (const path of pages) {
    await page.goto(demo.url + path)
    await check(path)
  }
  await page.goto(`${demo.url}/todos/list/inbox`)
  await row(page, 'Get Milk').hover()
  await row(page, 'Get Milk').getByRole('button', { name: 'Details of Get Milk' }).click()
  await expect(page.getByRole('heading', { name: 'Details' })).toBeVisible()
  await check('details')
})
