import type { List, Todo } from '@tally/contract'
import type { Page } from '@playwright/test'
import { ApiPerson } from './api-person.ts'
import { expect, row, signIn, test } from './tally-test.ts'

test('words are found, and labels are one, however they are written', async ({ page, demo, request }) => {
  const jemma = await ApiPerson.signIn(request, demo.url)
  const titles = ['Işık al', 'ISPARTA', 'Straße', 'Łódź', 'søster', 'Don’t panic', 'ＡＢＣ', 'ｶﾀｶﾅ', 'ﬁsh']
  const labels = ['Öffnung', 'O\u0308ffnung', 'öffnung', 'Ｏ\u0308ffnung', '.', '..', '100%', 'a/b']
  for (const title of titles) await jemma.call('POST', '/api/todos', { title })
  for (const label of labels) await jemma.call('POST', '/api/todos', { title: `With ${label}`, labels: [label] })
  await signIn(page, demo.url)

  await page.goto(`${demo.url}/search`)
  const searches = {
    ışık: 0,
    IŞIK: 0,
    ısparta: 1,
    strasse: 2,
    lodz: 3,
    soster: 4,
    "don't": 5,
    abc: 6,
    カタカナ: 7,
    fish: 8,
  }
  for (const [words, index] of Object.entries(searches)) {
    await page.getByRole('searchbox').fill(words)
    await expect(row(page, titles[index] ?? ''), words).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: '1 todo' }), words).toBeVisible()
  }

  const sidebar = page.getByRole('navigation', { name: 'Main' })
  await sidebar.getByRole('link', { name: /^öffnung$/i }).click()
  await expect(page.getByRole('heading', { name: '@Öffnung', level: 1 })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(4)
  for (const label of ['.', '..', '100%', 'a/b']) {
    await sidebar.getByRole('link', { name: label, exact: true }).click()
    await expect(row(page, `With ${label}`)).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: `@${label}`, level: 1 })).toBeVisible()
    await expect(row(page, `With ${label}`)).toBeVisible()
  }
  await page.goto(`${demo.url}/todos/label/100%`)
  await expect(row(page, 'With 100%')).toBeVisible()

  const line = page.getByRole('textbox', { name: /^Add a todo/ })
  await line.fill('\u200B\u3164\u00AD\u2800')
  await line.press('Enter')
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toHaveCount(0)
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
})

test('words run in their own direction, also inside sentences', async ({ page, demo, request }) => {
  const jemma = await ApiPerson.signIn(request, demo.url)
  const title = 'לקנות חלב (2 ליטר)!'
  const { id } = await jemma.call<List>('POST', '/api/lists', { name: 'קניות!' })
  await jemma.call('POST', '/api/todos', { title, listId: id, notes: 'Two words.\n\nשתי מילים!', labels: ['בית'] })
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('direction', 'rtl')
  await expect(row(page, title).getByRole('button', { name: title, exact: true })).toHaveCSS('direction', 'rtl')
  await row(page, title)
    .getByRole('button', { name: `Details of ${title}` })
    .click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByText('Two words.')).toHaveCSS('direction', 'ltr')
  await expect(details.getByText('שתי מילים!')).toHaveCSS('direction', 'rtl')
  await expect(details.getByRole('textbox', { name: 'Title' })).toHaveCSS('direction', 'rtl')
  await details.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Deleted “\u2068לקנות חלב (2 ליטר)!\u2069”')).toBeVisible()
})

test('texts follow changes in a browser that translates the page', async ({ page, demo, request }) => {
  const jemma = await ApiPerson.signIn(request, demo.url)
  const { id } = await jemma.call<List>('POST', '/api/lists', { name: 'Trip' })
  const todo = await jemma.call<Todo>('POST', '/api/todos', { title: 'Pack', listId: id })
  await signIn(page, demo.url)
  await page.goto(`${demo.url}/todos/list/${id}`)
  await expect(row(page, 'Pack')).toBeVisible()
  const sidebar = page.getByRole('navigation', { name: 'Main' })
  await expect(sidebar.getByRole('link', { name: /^Trip 1/ })).toBeVisible()
  await wrapTexts(page)
  await jemma.call('PATCH', `/api/todos/${todo.id}`, { title: 'Pack the tent', labels: ['camp'] })
  await expect(row(page, 'Pack the tent')).toBeVisible()
  await jemma.call('POST', '/api/todos', { title: 'Book', listId: id })
  await expect(row(page, 'Book')).toBeVisible()
  await expect(sidebar.getByRole('link', { name: /^Trip 2/ })).toBeVisible()
  await jemma.call('PATCH', `/api/lists/${id}`, { name: 'Voyage' })
  await expect(page.getByRole('heading', { name: 'Voyage', level: 1 })).toBeVisible()
  await expect(page).toHaveTitle('Voyage · Tally')
  await expect(sidebar.getByRole('link', { name: /^Voyage 2/ })).toBeVisible()
  await sidebar.getByRole('link', { name: 'camp' }).click()
  await expect(row(page, 'Pack the tent')).toBeVisible()
})

/** Does what a translating browser does to texts: each stands in elements of its own afterwards, and is another one. */
function wrapTexts(page: Page): Promise<void> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of texts.filter(({ data }) => data.trim() !== '')) {
      const inner = document.createElementNS('http://www.w3.org/1999/xhtml', 'font')
      inner.append(text.data)
      const font = document.createElementNS('http://www.w3.org/1999/xhtml', 'font')
      font.append(inner)
      text.replaceWith(font)
    }
  })
}

test('long words push no page and no dialog wider than a phone', async ({ page, demo, request }) => {
  const word = 'Donaudampfschifffahrtselektrizitätenhauptwerk'
  const jemma = await ApiPerson.signIn(request, demo.url)
  await jemma.call('PATCH', '/api/me', { displayName: `${word}A` })
  const paul = await ApiPerson.signIn(request, demo.url, 'paul')
  await paul.call('PATCH', '/api/me', { displayName: `${word}B` })
  const { id } = await jemma.call<List>('POST', '/api/lists', { name: word })
  await jemma.call('POST', `/api/lists/${id}/members`, { username: 'paul', role: 'editor' })
  const due = { dueOn: '2099-01-01', labels: [word], notes: `# ${word}\n\n- ${word}` }
  const todo = await jemma.call<Todo>('POST', '/api/todos', { title: word, listId: id, ...due })
  const gone = await jemma.call<Todo>('POST', '/api/todos', { title: `${word} gone`, listId: id })
  await jemma.call('DELETE', `/api/todos/${gone.id}`)
  await signIn(page, demo.url)
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 800 })
    const paths = [`/todos/list/${id}`, '/todos/upcoming', `/search?q=${word}`, `/todos/label/${word}`, '/trash']
    for (const path of [...paths, '/settings', '/users', '/users/audit']) {
      await page.goto(demo.url + path)
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      await expect(page.getByText(word).first(), path).toBeAttached()
      expect(await overflow(page), `${path} at ${width}`).toBe(0)
    }
    await page.goto(`${demo.url}/todos/list/${id}?todo=${todo.id}`)
    const sheet = page.getByRole('dialog', { name: 'Details' })
    await expect(sheet.getByRole('textbox', { name: 'Title' })).toHaveValue(word)
    expect(await sheet.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: /^Share/ })
    await expect(dialog.getByRole('region', { name: 'Invited' }).getByText(`${word}B`)).toBeVisible()
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More' }).click()
    const menu = page.getByRole('dialog', { name: 'Menu' })
    await expect(menu.getByRole('link', { name: new RegExp(`^${word} 1`) })).toBeVisible()
    expect(await menu.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  }
})

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
