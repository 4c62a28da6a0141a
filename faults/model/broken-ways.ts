import type { Pulled, SyncOperation } from '@tally/contract'
import type { PushAnswer, PushBody } from './restartable-server.ts'
import type { Way } from './world.ts'

/** Every so manieth time something goes wrong that must be noticed. */
const SELDOM = 5

/** Says that a push was accepted, and never makes it. */
export function answerWithoutAsking(): Way {
  let pushes = 0
  // That of the answers before: another one would make the devices send everything again.
  let epoch = ''
  return async (path, body, forward) => {
    if (path !== '/api/sync/push' || ++pushes % SELDOM !== 0) {
      const answer = await forward(body)
      if (answer.status === 200) epoch = (JSON.parse(answer.text) as PushAnswer).epoch
      return answer
    }
    const { ops } = JSON.parse(body) as PushBody
    return { status: 200, text: JSON.stringify({ epoch, results: ops.map(({ id }) => ({ id, ok: true, ver: 1 })) }) }
  }
}

/** Sends batches without the last of their steps. */
export function forgetLastStep(): Way {
  return (path, body, forward) => {
    if (path !== '/api/sync/push') return forward(body)
    const push = JSON.parse(body) as PushBody
    const shorten = (operation: SyncOperation): SyncOperation =>
      operation.type === 'batch' && operation.ops.length > 1
        ? { ...operation, ops: operation.ops.slice(0, -1) }
        : operation
    return forward(JSON.stringify({ ...push, ops: push.ops.map(shorten) }))
  }
}

/** Leaves a todo out of what is pulled, every so manieth time. */
export function keepTodosBack(): Way {
  let todos = 0
  return async (path, body, forward) => {
    const answer = await forward(body)
    if (path !== '/api/sync/pull' || answer.status !== 200) return answer
    const pulled = JSON.parse(answer.text) as Pulled
    const lists = pulled.lists.map((list) => ({
      ...list,
      rows: { ...list.rows, todos: list.rows.todos.filter(() => ++todos % SELDOM !== 0) },
    }))
    return { ...answer, text: JSON.stringify({ ...pulled, lists }) }
  }
}
