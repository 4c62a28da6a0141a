import type { List } from '@tally/contract'
import { ApiPerson } from './api-person.ts'
import { makeTrip } from './shared-trip.ts'
import { addTodo, expect, row, signIn, test } from './tally-test.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('on a phone the bar at the bottom leads everywhere', async ({ page, demo }) => {
  await signIn(page, demo.url)
  const bar = page.getByRole('navigation', { name: 'Quick' })
  await bar.getByRole('button', { name: 'Add' }).tap()
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeFocused()
  await addTodo(page, 'Water the plants')
  await bar.getByRole('link', { name: 'Today' }).tap()
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible()
  await bar.getByRole('button', { name: 'More' }).tap()
  await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Trash' }).tap()
  await expect(page.getByRole('heading', { name: 'Trash' })).toBeVisible()
  await expect(page.getByRole('dialog', { name: 'Menu' })).toBeHidden()
})

test('on a phone the details are a sheet that Escape closes', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await row(page, 'Get Milk').getByRole('button', { name: 'Details of Get Milk' }).tap()
  const sheet = page.getByRole('dialog', { name: 'Details' })
  await expect(sheet.getByRole('textbox', { name: 'Title' })).toHaveValue('Get Milk')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('a menu opens where there is room, and never lets WebKit look for it', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await page.getByRole('navigation', { name: 'Quick' }).getByRole('button', { name: 'More' }).tap()
  await page.getByRole('button', { name: /settings and sign out/ }).tap()
  const menu = page.getByRole('menu', { name: 'Settings and sign out' })
  await expect(menu.getByRole('menuitem', { name: 'Settings' })).toBeInViewport({ ratio: 1 })
  await expect(menu.getByRole('menuitem', { name: 'Sign out' })).toBeInViewport({ ratio: 1 })
  // WebKitGTK 2.50 hangs when a dialog closes around a popover that has fallbacks.
  await expect(menu).toHaveCSS('position-try-fallbacks', 'none')
})

test('the row that has the focus is never under the bar at the bottom', async ({ page, demo, request }) => {
  const jemma = await ApiPerson.signIn(request, demo.url)
  const { id } = await jemma.call<List>('POST', '/api/lists', { name: 'Long' })
  for (let index = 0; index < 30; index++) {
    await jemma.call('POST', '/api/todos', { title: `Todo ${index}`, listId: id })
  }
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/${id}`)
  await page.getByRole('checkbox', { name: 'Todo 0', exact: true }).focus()
  const bar = await page.getByRole('navigation', { name: 'Quick' }).boundingBox()
  for (let step = 1; step < 25; step++) {
    await page.keyboard.press('ArrowDown')
    const focused = await page.getByRole('checkbox', { name: `Todo ${step}`, exact: true }).boundingBox()
    expect((focused?.y ?? 0) + (focused?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
  }
})

for (const path of ['/login', '/todos/today', '/todos/list/inbox', '/users', '/users/audit', '/settings', '/trash']) {
  test(`${path} fits on 320 pixels without scrolling sideways`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await signIn(page, demo.url)
    await page.goto(demo.url + path)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
}

test('a label of one long word and a long line of code do not push a phone wide', async ({ page, demo, request }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  const jemma = await ApiPerson.signIn(request, demo.url)
  const notes = `\`\`\`\n${'code '.repeat(60)}\n\`\`\``
  await jemma.call('POST', '/api/todos', { title: 'Wide', labels: ['w'.repeat(50)], notes })
  await signIn(page, demo.url)
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect(row(page, 'Wide')).toBeVisible()
  expect(await overflow()).toBe(0)
  await row(page, 'Wide').getByRole('button', { name: 'Details of Wide' }).tap()
  const sheet = page.getByRole('dialog', { name: 'Details' })
  await expect(sheet.getByText('code code').first()).toBeVisible()
  expect(await sheet.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
})

test('on a phone a list is shared on a sheet, which fits on 320 pixels, and an invitation shows behind More', async ({
  page,
  newPerson,
  demo,
  request,
}) => {
  const { invite, path } = await makeTrip(request, demo.url)
  await invite('editor')
  await page.setViewportSize({ width: 320, height: 640 })
  await signIn(page, demo.url)
  await page.goto(path)
  await page.getByRole('button', { name: 'Share', exact: true }).tap()
  const sheet = page.getByRole('dialog', { name: 'Share “Trip”' })
  await sheet.getByLabel('Username').fill('sebastian')
  await sheet.getByRole('button', { name: 'Invite', exact: true }).tap()
  await expect(sheet.getByRole('region', { name: 'Invited' }).getByRole('listitem')).toHaveCount(2)
  await sheet.getByRole('button', { name: 'Create link' }).tap()
  await expect(sheet.getByRole('textbox', { name: 'Link' })).toBeVisible()
  expect(await sheet.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  const box = await sheet.boundingBox()
  expect(box).toMatchObject({ x: 0, width: 320 })
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(640)

  const paul = await newPerson()
  await paul.setViewportSize({ width: 320, height: 640 })
  await signIn(paul, demo.url, 'paul')
  await paul.getByRole('button', { name: 'More , 1 invitation' }).click()
  await paul.getByRole('dialog', { name: 'Menu' }).getByRole('button', { name: 'Accept “Trip”' }).click()
  await expect(paul.getByRole('link', { name: 'Trip shared' })).toBeVisible()
})
