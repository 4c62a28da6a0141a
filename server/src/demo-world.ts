import { insertAccount } from './accounts/account-service.ts'
import type { Tally } from './app.ts'
import { inTransaction } from './db/transaction.ts'
import { newId } from './http/id.ts'
import { addTodo } from './todos/todo-service.ts'

type DemoPerson = {
  username: string
  displayName: string
  role: 'admin' | 'member'
  todos: { title: string; completed?: boolean }[]
}

/** The people of the tutorial and what they have to do. */
export const demoWorld: { signIn: { usernames: string[]; password: string }; people: DemoPerson[] } = {
  signIn: { usernames: ['jemma', 'paul', 'sebastian'], password: 'todo' },
  people: [
    {
      username: 'jemma',
      displayName: 'Jemma',
      role: 'admin',
      todos: [{ title: 'Get Milk' }, { title: 'Fetch Kids', completed: true }],
    },
    { username: 'paul', displayName: 'Paul', role: 'member', todos: [{ title: 'Buy flowers for wife' }] },
    {
      username: 'sebastian',
      displayName: 'Sebastian',
      role: 'member',
      todos: [{ title: 'Finish Angular JWT Todo App' }],
    },
  ],
}

/** Makes the people of the demo with their todos, in an empty database. */
export async function seedDemo({ accounts, deps }: Pick<Tally, 'accounts' | 'deps'>): Promise<void> {
  const { db, passwords, clock } = accounts
  for (const { username, displayName, role, todos } of demoWorld.people) {
    // Far shorter than anybody may choose: the tutorial's password is what a demo is for.
    const passwordHash = await passwords.hash(demoWorld.signIn.password)
    const at = clock()
    const { id } = await inTransaction(db, (tx) => insertAccount(tx, { username, displayName, role, passwordHash, at }))
    const actor = { userId: id, role, sessionId: newId() }
    for (const todo of todos) await addTodo(deps, actor, todo)
  }
}
