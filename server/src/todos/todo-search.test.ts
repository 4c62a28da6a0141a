import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { everyServer } from '../../test/test-server.ts'

const searches: readonly (readonly [title: string, words: readonly string[]])[] = [
  ['Işık al', ['ışık', 'IŞIK', 'isik']],
  ['ISPARTA', ['ısparta', 'Isparta']],
  ['Straße', ['strasse', 'STRASSE']],
  ['Łódź', ['lodz']],
  ['søster', ['soster']],
  ['Don’t panic', ["don't", 'DON’T PANIC']],
  ['ＡＢＣ', ['abc']],
  ['ｶﾀｶﾅ', ['カタカナ']],
  ['Köln', ['koln']],
]

everyServer('a search finds words however they are written, in title, notes and labels', async (_t, { as }) => {
  const ada = await as('ada')
  const found = async (q: string) =>
    (await ada.call(contract.listTodos, { query: { q } })).body.map((todo) => todo.title)
  for (const [title] of searches) await ada.call(contract.addTodo, { body: { title } })
  for (const [title, words] of searches) {
    for (const q of words) assert.deepEqual(await found(q), [title], q)
  }
  const { body: todo } = await ada.call(contract.addTodo, {
    body: { title: 'Dessert', notes: 'crème', labels: ['Küche'] },
  })
  assert.deepEqual(await found('CREME dessert kuche'), ['Dessert'])
  await ada.call(contract.changeTodo, { params: { id: todo.id }, body: { notes: 'brûlée', labels: ['Gäste'] } })
  assert.deepEqual(await found('creme'), [])
  assert.deepEqual(await found('brulee dessert gaste'), ['Dessert'])
})

everyServer('a search goes on to the next page, past todos that do not match', async (_t, { as }) => {
  const ada = await as('ada')
  const { body: inbox } = await ada.call(contract.listLists)
  const listId = inbox[0]?.id ?? ''
  const operations = Array.from({ length: 250 }, (_, n) => ({
    type: 'todo.put' as const,
    listId,
    key: `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    fields: { title: n % 100 === 99 ? `Rare ${n}` : 'Common' },
  }))
  await ada.call(contract.changeTodos, { body: { operations } })
  const first = await ada.send('GET', '/api/todos?q=rare&limit=1')
  assert.deepEqual(
    ((await first.json()) as contract.Todo[]).map(({ title }) => title),
    ['Rare 99'],
  )
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  const second = await ada.send('GET', next)
  assert.deepEqual(
    ((await second.json()) as contract.Todo[]).map(({ title }) => title),
    ['Rare 199'],
  )
})

everyServer('a label is one label, however it is written', async (_t, { as }) => {
  const ada = await as('ada')
  const spellings = ['Öffnung', 'O\u0308ffnung', 'öFFNUNG', 'Ｏ\u0308ffnung']
  for (const [n, label] of spellings.entries()) {
    await ada.call(contract.addTodo, { body: { title: `Todo ${n}`, labels: [label] } })
  }
  for (const label of spellings) {
    assert.equal((await ada.call(contract.listTodos, { query: { label } })).body.length, spellings.length, label)
  }
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'All', labels: spellings } })
  assert.deepEqual(todo.labels, ['Öffnung'])
})

everyServer('names and titles without anything to see are refused', async (_t, { as }) => {
  const ada = await as('ada')
  for (const blank of ['\u200B', '\u3164', '\u00AD', '\u2800', '\uFE0F', '\u0007', ' \u200B ']) {
    assert.equal((await ada.call(contract.addTodo, { body: { title: blank } })).problem, 'invalid-input')
    assert.equal((await ada.call(contract.addList, { body: { name: blank } })).problem, 'invalid-input')
    const labelled = { title: 'x', labels: [blank.trim()] }
    assert.equal((await ada.call(contract.addTodo, { body: labelled })).problem, 'invalid-input')
  }
})

everyServer('blanks around titles and names are not kept', async (_t, { as }) => {
  const ada = await as('ada')
  assert.equal((await ada.call(contract.addTodo, { body: { title: '  Walk the dog ' } })).body.title, 'Walk the dog')
  assert.equal((await ada.call(contract.addList, { body: { name: ' Home ' } })).body.name, 'Home')
})
