import { addTodo, expect, row, signIn, test } from './tally-test.ts'

test.beforeEach(async ({ page, demo }) => {
  await signIn(page, demo.url)
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('a todo is added, and is there after a reload', async ({ page }) => {
  await addTodo(page, 'Water the plants')
  await expect(page.getByRole('textbox', { name: /^Add a todo/ })).toBeFocused()
  await page.reload()
  await expect(row(page, 'Water the plants')).toBeVisible()
})

test('a todo is edited in place; Escape takes it back', async ({ page }) => {
  await row(page, 'Get Milk').getByRole('button', { name: 'Get Milk', exact: true }).click()
  const field = page.getByRole('textbox', { name: 'Title' })
  await field.fill('Something else')
  await field.press('Escape')
  await expect(row(page, 'Get Milk')).toBeVisible()

  await row(page, 'Get Milk').getByRole('button', { name: 'Get Milk', exact: true }).click()
  await field.fill('Get Oat Milk')
  await field.press('Enter')
  await expect(row(page, 'Get Oat Milk')).toBeVisible()
  await page.reload()
  await expect(row(page, 'Get Oat Milk')).toBeVisible()
})

test('a completed todo leaves, and is shown on demand', async ({ page }) => {
  await row(page, 'Get Milk').getByRole('checkbox').check()
  await expect(row(page, 'Get Milk')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show completed' }).click()
  await expect(row(page, 'Get Milk').getByRole('checkbox')).toBeChecked()
  await expect(row(page, 'Fetch Kids').getByRole('checkbox')).toBeChecked()
})

test('a deleted todo comes back by Undo, by the keyboard, and from the trash', async ({ page }) => {
  const remove = async () => {
    await row(page, 'Get Milk').hover()
    await page.getByRole('button', { name: 'Delete Get Milk' }).click()
    await expect(row(page, 'Get Milk')).toHaveCount(0)
  }
  await remove()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(row(page, 'Get Milk')).toBeVisible()
  await remove()
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Get Milk')).toBeVisible()
  await remove()
  await page.getByRole('link', { name: 'Trash' }).click()
  await page.getByRole('button', { name: 'Restore Get Milk' }).click()
  await expect(page.getByText('The trash is empty.')).toBeVisible()
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('what the details hold is there after a reload, and so are the details', async ({ page }) => {
  await row(page, 'Get Milk').hover()
  await page.getByRole('button', { name: 'Details of Get Milk' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('textbox', { name: 'Notes' }).fill('Two **bottles**\n\n<img src=x onerror=alert(1)>')
  await details.getByRole('button', { name: 'Tomorrow' }).click()
  await details.getByRole('radio', { name: 'High' }).check()
  await details.getByRole('combobox', { name: 'Labels' }).fill('errand')
  await details.getByRole('combobox', { name: 'Labels' }).press('Enter')
  await expect(details.getByRole('link', { name: '@errand' })).toBeVisible()
  await expect(row(page, 'Get Milk').getByText('Tomorrow')).toBeVisible()

  await page.reload()
  await expect(details.getByText('bottles')).toBeVisible()
  await expect(details.locator('strong', { hasText: 'bottles' })).toBeVisible()
  await expect(details.locator('img')).toHaveCount(0)
  await expect(details.getByRole('radio', { name: 'High' })).toBeChecked()
  await expect(details.getByRole('link', { name: '@errand' })).toBeVisible()
  await details.getByRole('button', { name: 'Close the details' }).click()
  await expect(details).toHaveCount(0)

  await page.getByRole('link', { name: 'errand', exact: true }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('a list is made, filled, renamed, deleted and restored', async ({ page }) => {
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByRole('textbox', { name: 'Name of the new list' }).fill('Home')
  await page.keyboard.press('Enter')
  await expect(page).toHaveTitle('Home · Tally')
  await addTodo(page, 'Paint the fence')
  await expect(page.getByRole('link', { name: /^Home 1/ })).toBeVisible()

  await page.getByRole('button', { name: 'List Home' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name of the list' }).fill('House')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'House' })).toBeVisible()

  await page.getByRole('button', { name: 'List House' }).click()
  await page.getByRole('menuitem', { name: 'Delete list' }).click()
  await expect(page.getByRole('link', { name: /^House/ })).toHaveCount(0)
  await page.getByRole('link', { name: 'Trash' }).click()
  await page.getByRole('button', { name: 'Restore the list House' }).click()
  await page.getByRole('link', { name: /^House 1/ }).click()
  await expect(row(page, 'Paint the fence')).toBeVisible()
})

test('a todo moves to another list by its details', async ({ page }) => {
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByRole('textbox', { name: 'Name of the new list' }).fill('Home')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /^Inbox/ }).click()
  await row(page, 'Get Milk').hover()
  await page.getByRole('button', { name: 'Details of Get Milk' }).click()
  await page.getByRole('combobox', { name: 'List' }).selectOption('Home')
  await expect(row(page, 'Get Milk')).toHaveCount(0)
  await page.getByRole('link', { name: /^Home 1/ }).click()
  await expect(row(page, 'Get Milk')).toBeVisible()
})

test('Today shows what is due, and counts what was finished', async ({ page }) => {
  await page.getByRole('link', { name: /^Today/ }).click()
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible()
  await addTodo(page, 'Call the dentist')
  await row(page, 'Call the dentist').getByRole('checkbox').check()
  await expect(row(page, 'Call the dentist')).toHaveCount(0)
  await expect(page.getByText('2 finished today')).toBeVisible()
})

test('many lines pasted become many todos', async ({ page }) => {
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.evaluate((field) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Bread\nButter\n\nCheese')
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await page.getByRole('button', { name: 'Add 3 todos' }).click()
  for (const title of ['Bread', 'Butter', 'Cheese']) await expect(row(page, title)).toBeVisible()
})

test('everything works by the keyboard alone', async ({ page }) => {
  await page.keyboard.press('q')
  await page.keyboard.type('Water the plants')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Feed the cat')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Feed the cat')).toBeVisible()
  const box = (title: string) => page.getByRole('checkbox', { name: title })

  // New todos come first, so the order is cat, plants, milk.
  await box('Feed the cat').focus()
  await page.keyboard.press('j')
  await expect(box('Water the plants')).toBeFocused()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByRole('main').getByRole('listitem').nth(2)).toContainText('Water the plants')
  await page.keyboard.press('e')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Water the garden')
  await page.keyboard.press('Enter')
  await expect(box('Water the garden')).toBeFocused()
  await page.keyboard.press('Space')
  await expect(row(page, 'Water the garden')).toHaveCount(0)
  await expect(box('Get Milk')).toBeFocused()
  await page.keyboard.press('k')
  await expect(box('Feed the cat')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(row(page, 'Feed the cat')).toHaveCount(0)
  await expect(box('Get Milk')).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Feed the cat')).toBeVisible()
})

test('an unknown list says so kindly, an unknown address leads to the todos', async ({ page, demo }) => {
  await page.goto(`${demo.url}/todos/list/01890000-0000-7000-8000-000000000000`)
  await expect(page.getByText('This list is not here.')).toBeVisible()
  await page.goto(`${demo.url}/no/such/page`)
  await expect(row(page, 'Get Milk')).toBeVisible()
})
