import { openTabChannel } from '../device/tab-channel'
import { findWebLocks } from '../device/web-locks'
import type { Platform } from './engine/platform.ts'

/** What the replica needs from the browser it runs in. */
export function browserPlatform(send: Platform['send']): Platform {
  return {
    send,
    locks: findWebLocks(),
    openChannel: openTabChannel,
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
