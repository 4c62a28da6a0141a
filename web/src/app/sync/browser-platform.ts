import type { Platform } from './replica/platform.ts'

/** What the replica needs from the browser it runs in. */
export function browserPlatform(send: Platform['send']): Platform {
  return {
    send,
    // Missing on plain http, whatever its type says.
    locks: navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
    setTimer: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
    now: () => Date.now(),
    isVisible: () => document.visibilityState === 'visible',
    onHidden: (run) => {
      const look = () => {
        if (document.visibilityState === 'hidden') run()
      }
      document.addEventListener('visibilitychange', look)
      return () => document.removeEventListener('visibilitychange', look)
    },
  }
}
