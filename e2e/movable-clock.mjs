/**
 * Preloaded into a server under test (`node --import`): lets its parent move its clock, by a message with milliseconds.
 */
const realNow = Date.now
let ahead = 0
Date.now = () => realNow() + ahead
process.on('message', (milliseconds) => {
  ahead = Number(milliseconds)
  process.send?.('moved')
})
// The line to the parent is not what keeps the server running.
process.channel?.unref()
