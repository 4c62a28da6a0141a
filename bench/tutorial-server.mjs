/**
 * The server of the tutorial Tally began as, with the same libraries in today's versions: express, express-jwt,
 * jsonwebtoken, an array in memory. Started with the todos of one user in TODOS (JSON) and a port in PORT.
 */
import express from 'express'
import { expressjwt } from 'express-jwt'
import jwt from 'jsonwebtoken'

const secret = 'todo-app-super-shared-secret'
const users = [
  { id: 1, username: 'jemma', password: 'todo' },
  { id: 2, username: 'paul', password: 'todo' },
  { id: 3, username: 'sebastian', password: 'todo' },
]
/** Everyone has the same todos; who asks gets their own. */
const todos = users.flatMap((user) => JSON.parse(process.env.TODOS ?? '[]').map((todo) => ({ userId: user.id, todo })))

const app = express()
app.use(express.json())
app.use(expressjwt({ secret, algorithms: ['HS256'] }).unless({ path: ['/api/auth'] }))

app.post('/api/auth', (request, response) => {
  const { username, password } = request.body
  const user = users.find((one) => one.username === username && one.password === password)
  if (!user) return response.sendStatus(401)
  response.send({ token: jwt.sign({ userId: user.id }, secret, { expiresIn: '2h' }) })
})
app.get('/api/todos', (request, response) => {
  response.send(todos.filter(({ userId }) => userId === request.auth.userId).map(({ todo }) => todo))
})

app.listen(Number(process.env.PORT), '127.0.0.1')
