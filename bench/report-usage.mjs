/**
 * Loaded into each measured server with --import: tells the bench, over IPC, what the process has used so far. It is
 * JavaScript, since a server that strips types for its sake would be 30 MB larger.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, memory: process.memoryUsage.rss() })
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
