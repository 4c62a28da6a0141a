import type { List, Todo } from '@tally/contract'
import type { Locator, Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { InputMethod } from './input-method.ts'
import { addTodo, expect, paste, row, signIn, test } from './tally-test.ts'

test('an input method ends nothing but its own composition, in every field and in the order of every browser', async ({
  page,
  request,
  demo,
}) => {
  test.setTimeout(120_000)
  const jemma = await ApiPerson.signIn(request, demo.url)
  const { id } = await jemma.call<List>('POST', '/api/lists', { name: '旅' })
  await signIn(page, demo.url)
  const method = await InputMethod.of(page)
  const details = page.getByRole('complementary', { name: 'Details' })
  const open: Record<string, () => Promise<Locator>> = {
    'the add line': async () => page.getByRole('textbox', { name: /^Add a todo/ }),
    'the title in a row': async () => {
      await row(page, '牛乳').getByRole('button', { name: '牛乳', exact: true }).click()
      return page.getByRole('main').getByRole('textbox', { name: 'Title' })
    },
    'the title in the details': async () => {
      await openDetails(page, '牛乳')
      return details.getByRole('textbox', { name: 'Title' })
    },
    'the notes': async () => {
      await openDetails(page, '牛乳')
      return details.getByRole('textbox', { name: 'Notes' })
    },
    'the labels': async () => {
      await openDetails(page, '牛乳')
      return details.getByRole('combobox', { name: 'Labels' })
    },
    'a new list': async () => {
      await page.getByRole('button', { name: 'New list' }).click()
      return page.getByRole('textbox', { name: 'Name of the new list' })
    },
    'the name of a list': async () => {
      await page.getByRole('button', { name: 'List 旅' }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      return page.getByRole('textbox', { name: 'Name of the list' })
    },
    sharing: async () => {
      await page.getByRole('button', { name: 'Share' }).click()
      return page.getByRole('combobox', { name: 'Username' })
    },
    'the search': async () => {
      await page.getByRole('link', { name: 'Search' }).click()
      return page.getByRole('searchbox')
    },
  }
  await page.goto(`${demo.url}/todos/list/${id}`)
  await addTodo(page, '牛乳')
  for (const [name, openField] of Object.entries(open)) {
    await test.step(name, async () => {
      await page.goto(`${demo.url}/todos/list/${id}`)
      const field = await openField()
      await field.fill('会議のまとめ。')
      for (const compose of ['composeAsChromium', 'composeAsSafari'] as const) {
        await method[compose]('ぎじろく', 'Escape', '')
        await expect(field).toHaveValue('会議のまとめ。')
        await expect(field).toBeFocused()
        await method[compose]('ぎじろく', 'Enter', '議事録')
        await expect(field).toHaveValue('会議のまとめ。議事録')
        await expect(field).toBeFocused()
        await field.fill('会議のまとめ。')
      }
      await field.fill('')
    })
  }
  await page.goto(`${demo.url}/todos/list/${id}`)
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
  const todos = await jemma.call<Todo[]>('GET', `/api/todos?list=${id}`)
  expect(todos.map(({ title, notes, labels }) => ({ title, notes, labels }))).toEqual([
    { title: '牛乳', notes: '', labels: [] },
  ])
})

for (const [layout, viewport] of [
  ['beside the list', { width: 1440, height: 900 }],
  ['on a sheet of a tablet', { width: 800, height: 1000 }],
  ['on a sheet of a phone', { width: 390, height: 844 }],
] as const) {
  test(`a long list stays where it is while details open and close ${layout}`, async ({ page, request, demo }) => {
    const jemma = await ApiPerson.signIn(request, demo.url)
    const { id } = await jemma.call<List>('POST', '/api/lists', { name: 'Long' })
    await page.setViewportSize(viewport)
    await signIn(page, demo.url)
    await page.goto(`${demo.url}/todos/list/${id}`)
    const rows = Array.from({ length: 120 }, (_, index) => `Row ${index + 1}.`)
    await paste(page.getByRole('textbox', { name: 'Add a todo to Long' }), rows.join('\n'))
    await page.getByRole('button', { name: 'Add 120 todos' }).click()
    const ninetieth = row(page, 'Row 90.')
    const details = page.getByLabel('Details', { exact: true })
    const top = async () => Math.round((await ninetieth.boundingBox())?.y ?? -1)
    await ninetieth.scrollIntoViewIfNeeded()

    const before = await top()
    await ninetieth.hover()
    await ninetieth.getByRole('button', { name: 'Details of' }).click()
    await expect(details.getByRole('textbox', { name: 'Title' })).toBeVisible()
    expect(await top()).toBe(before)
    await page.keyboard.press('Escape')
    await expect(details).toHaveCount(0)
    expect(await top()).toBe(before)

    await ninetieth.getByRole('checkbox').focus()
    await page.keyboard.press('o')
    await expect(details.getByRole('textbox', { name: 'Title' })).toBeVisible()
    expect(await top()).toBe(before)
    await page.goBack()
    await expect(details).toHaveCount(0)
    expect(await top()).toBe(before)
    await expect(ninetieth.getByRole('checkbox')).toBeFocused()

    await page.keyboard.press('o')
    await expect(details.getByRole('textbox', { name: 'Title' })).toBeVisible()
    await page.reload()
    await expect(details.getByRole('textbox', { name: 'Title' })).toBeVisible()
    await expect(ninetieth).toBeInViewport()
  })
}

test('what Escape takes back can be had again, and notes it keeps', async ({ page, demo }) => {
  await signIn(page, demo.url)
  const details = page.getByRole('complementary', { name: 'Details' })
  const title = page.getByRole('main').getByRole('textbox', { name: 'Title' })
  await row(page, 'Get Milk').getByRole('button', { name: 'Get Milk', exact: true }).click()
  await title.fill('Get oat milk')
  await title.press('Escape')
  await expect(page.getByText('Discarded “Get oat milk”')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(title).toHaveValue('Get oat milk')
  await title.press('Enter')
  await expect(row(page, 'Get oat milk')).toBeVisible()

  await openDetails(page, 'Get oat milk')
  const notes = details.getByRole('textbox', { name: 'Notes' })
  await notes.fill('Two bottles.\n\nNot the blue ones.')
  await notes.press('Escape')
  await expect(details.getByText('Not the blue ones.')).toBeVisible()
  await expect(details.getByRole('button', { name: 'Edit notes' })).toBeFocused()
  const label = details.getByRole('combobox', { name: 'Labels' })
  await label.fill('errand')
  await label.press('Escape')
  await expect(label).toHaveValue('')
  await label.press('Control+z')
  await expect(label).toHaveValue('errand')
  await label.press('Enter')
  await expect(details.getByRole('link', { name: '@errand' })).toBeVisible()

  await page.getByRole('button', { name: 'New list' }).click()
  const name = page.getByRole('textbox', { name: 'Name of the new list' })
  await name.fill('Holiday')
  await name.press('Escape')
  await expect(name).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(name).toHaveValue('Holiday')
})

test('what is half typed is there again after another list, Back, a reload and a closed tab', async ({
  page,
  context,
  demo,
}) => {
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/inbox`)
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill('Half a sent')
  await page.getByRole('link', { name: 'Today' }).click()
  await expect(page).toHaveURL(/today/)
  await expect(line).toHaveValue('')
  await line.fill('For today')
  await page.goBack()
  await expect(line).toHaveValue('Half a sent')
  await expect(page.getByText('You typed this earlier. It isn’t added yet.')).toBeVisible()
  await page.reload()
  await expect(line).toHaveValue('Half a sent')

  await openDetails(page, 'Get Milk')
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('textbox', { name: 'Notes' }).pressSequentially('Two bot')
  await nothingToLose(page)
  await page.reload()
  await expect(details.getByRole('textbox', { name: 'Notes' })).toHaveValue('Two bot')
  const address = page.url()
  await page.close()
  const later = await context.newPage()
  await later.goto(address)
  const notes = later.getByRole('complementary', { name: 'Details' }).getByRole('textbox', { name: 'Notes' })
  await expect(notes).toHaveValue('Two bot')
  await later.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(later.getByText('Changed “Get Milk”')).toBeVisible()

  const laterLine = later.getByRole('textbox', { name: /^Add a todo/ })
  await expect(laterLine).toHaveValue('Half a sent')
  await laterLine.fill('Half a sentence')
  await laterLine.press('Enter')
  await expect(row(later, 'Half a sentence')).toBeVisible()
  await later.reload()
  await expect(row(later, 'Half a sentence')).toBeVisible()
  await expect(laterLine).toHaveValue('')
  await later.getByRole('link', { name: 'Today' }).click()
  await expect(laterLine).toHaveValue('For today')
})

test('a text that is too long is said to be, and none of it goes', async ({ page, demo }) => {
  await signIn(page, demo.url)
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  const long = `${'Milk '.repeat(160)}end.`
  await line.fill(long)
  await expect(page.getByText('304 characters too many to save.')).toBeVisible()
  await line.press('Enter')
  await expect(line).toHaveValue(long)
  await page.getByRole('button', { name: 'Move the rest to notes' }).click()
  await expect(line).toHaveValue('')
  await page.getByRole('button', { name: /^Details of Milk/ }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.locator('tally-markdown-view')).toContainText('Milk end.')

  await details.getByRole('button', { name: 'Edit notes' }).click()
  const notes = details.getByRole('textbox', { name: 'Notes' })
  await notes.fill('x'.repeat(20_007))
  await notes.press('Escape')
  await details.getByRole('textbox', { name: 'Title' }).focus()
  await expect(details.getByText('7 characters too many to save.')).toBeVisible()
  await page.reload()
  await expect(notes).toHaveValue('x'.repeat(20_007))
  await notes.fill('x'.repeat(20_000))
  await notes.press('Escape')
  await expect(notes).toHaveCount(0)
})

test('pasted lines lose the marks of a list and nothing else', async ({ page, demo }) => {
  await signIn(page, demo.url)
  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await paste(line, '- [ ] Bread\r\n  * -5 °C outside\r\n\r\n- [x] Salt\r\n• 1.5 l milk')
  await page.getByRole('button', { name: 'Add 4 todos' }).click()
  for (const title of ['Bread', '-5 °C outside', '1.5 l milk']) await expect(row(page, title)).toBeVisible()
  await expect(row(page, 'Salt')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show completed' }).click()
  await expect(row(page, 'Salt').getByRole('checkbox')).toBeChecked()

  await paste(line, Array.from({ length: 1_200 }, (_, index) => `- word${index}`).join('\n'))
  await expect(page.getByText('You pasted 1,200 lines, from “word0” to “word1199”.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add the first 1,000 todos' })).toBeVisible()
  await page.getByRole('button', { name: 'Add as one todo' }).click()
  await expect(line).toHaveValue(/^word0 .* word1199$/)
})

test('a date is what somebody means by it, or it is said what is wrong', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await openDetails(page, 'Get Milk')
  const details = page.getByRole('complementary', { name: 'Details' })
  const date = details.getByLabel('Due date')
  const type = async (keys: string) => {
    await date.focus()
    await page.keyboard.type(keys)
    await details.getByRole('heading', { name: 'Details' }).focus()
  }
  // The same in every order that a browser may ask for.
  await type('121226')
  await expect(date).toHaveValue('2026-12-12')
  await expect(row(page, 'Get Milk').locator('time')).toHaveAttribute('datetime', '2026-12-12')

  await date.fill('2150-01-01')
  await details.getByRole('heading', { name: 'Details' }).focus()
  await expect(details.getByRole('alert').filter({ hasText: 'Choose a day from 1970 to 2100.' })).toBeVisible()
  await expect(date).toHaveValue('2150-01-01')
  await expect(row(page, 'Get Milk').locator('time')).toHaveAttribute('datetime', '2026-12-12')
})

test('a time that was set elsewhere is shown on the clock here, and stays the same moment', async ({
  browser,
  request,
  demo,
  watcher,
}) => {
  const jemma = await ApiPerson.signIn(request, demo.url)
  // By the clock of the test, so that it is due in Tokyo on the day after.
  const inBerlin = await jemma.call<Todo>('POST', '/api/todos', {
    title: 'Call Paul',
    dueOn: '2099-11-27',
    dueTime: '23:30',
    timeZone: 'Europe/Berlin',
  })
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'en-GB' })
  watcher.watch(context)
  const page = await context.newPage()
  await signIn(page, demo.url)
  const due = row(page, 'Call Paul').locator('time')
  await expect(due).toHaveText('28 Nov 2099 07:30 (23:30 in Berlin)')
  await expect(due).toHaveAttribute('datetime', '2099-11-28')
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(page.getByRole('heading', { name: '28 November 2099' })).toBeVisible()

  await openDetails(page, 'Call Paul')
  const details = page.getByRole('complementary', { name: 'Details' })
  const time = details.getByLabel('Due time')
  await expect(time).toHaveValue('23:30')
  await time.fill('22:30')
  await details.getByRole('heading', { name: 'Details' }).focus()
  await expect(due).toHaveText('06:30 (22:30 in Berlin)')
  await details.getByRole('button', { name: 'Use my time zone' }).click()
  await expect(due).toHaveText('06:30')
  await expect(time).toHaveValue('06:30')
  const stored = () => jemma.call<Todo>('GET', `/api/todos/${inBerlin.id}`)
  await expect
    .poll(async () => (({ dueOn, dueTime, timeZone }) => [dueOn, dueTime, timeZone])(await stored()))
    .toEqual(['2099-11-28', '06:30', 'Asia/Tokyo'])
  await context.close()
})

test('an address that is no link in notes can be read', async ({ page, demo }) => {
  await signIn(page, demo.url)
  await openDetails(page, 'Get Milk')
  const details = page.getByRole('complementary', { name: 'Details' })
  const notes = details.getByRole('textbox', { name: 'Notes' })
  await notes.fill('[the vault](obsidian://open?vault=Home) and [the shop](geo:52.5,13.4)')
  await notes.press('Escape')
  await expect(details.getByText('the vault (obsidian://open?vault=Home)')).toBeVisible()
  await expect(details.getByRole('link', { name: 'the vault' })).toHaveCount(0)
  await expect(details.getByRole('link', { name: 'the shop' })).toHaveAttribute('href', 'geo:52.5,13.4')
})

async function openDetails(page: Page, title: string): Promise<void> {
  await row(page, title).hover()
  await page.getByRole('button', { name: `Details of ${title}` }).click()
}

/** Waits until the page would let go of itself without a question: all that was typed is on the disk. */
async function nothingToLose(page: Page): Promise<void> {
  const isHeld = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
  await expect.poll(isHeld).toBe(false)
}
