import assert from 'node:assert/strict'
import * as contract from '@tally/contract'
import { recordStatements } from '../../test/recorded-statements.ts'
import { everyServer } from '../../test/test-server.ts'

everyServer('changing a title takes few statements, and reads no row twice', async (t, { as }) => {
  const ada = await as('ada')
  const { body: todo } = await ada.call(contract.addTodo, { body: { title: 'Milk' } })
  const statements = recordStatements(t)
  const answer = await ada.call(contract.changeTodo, { params: { id: todo.id }, body: { title: 'Milk and bread' } })
  assert.equal(answer.body.title, 'Milk and bread')
  const texts = statements.map((sql) => sql.replaceAll('"', ''))
  // Of what reads whole rows, the table that it reads them from is named last.
  const read = texts.filter((text) => /^select (\w+\.)?\*/.test(text)).map((text) => /.* from (\w+)/.exec(text)?.[1])
  assert.deepEqual(read.sort(), ['list', 'member', 'todo'])
  assert.ok(statements.length <= 9, texts.join('\n'))
})
