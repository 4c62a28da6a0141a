import type { Tally } from './app.ts'

type DemoTodo = { title: string; completed?: boolean }

/** The people of the tutorial and what they have to do. */
export const demoWorld = {
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
  ] satisfies { username: string; displayName: string; role: 'admin' | 'member'; todos: DemoTodo[] }[],
}
