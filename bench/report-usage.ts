/** Loaded into each measured server with --import: tells the bench, over IPC, what the process has used so far. */
export type Usage = {
  /** CPU time of all threads, user and system, in microseconds. */
  cpu: number
  /** Resident memory, in bytes. */
  memory: number
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const usage: Usage = { cpu: user + system, memory: process.memoryUsage.rss() }
  process.send?.(usage)
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
