import { Service, signal } from '@angular/core'
import { isStorageRefused } from './local-storage'

/** Why nothing can be kept on this device: the browser refuses to store anything, or has no room. */
export type StorageTrouble = 'refused' | 'full'

/** Whether this device keeps what it should, and whether the person is being told why not. */
@Service()
export class DeviceStorage {
  private readonly current = signal<StorageTrouble | undefined>(isStorageRefused() ? 'refused' : undefined)
  private readonly isShown = signal(true)

  readonly trouble = this.current.asReadonly()
  /** Whether the page that says why is open. */
  readonly isExplained = this.isShown.asReadonly()

  /** Notes what turned out later. A full device interrupts nobody; a notice leads to the explanation. */
  report(trouble: StorageTrouble): void {
    if (this.current() === undefined) this.isShown.set(trouble === 'refused')
    this.current.set(trouble)
  }

  explain(isShown: boolean): void {
    this.isShown.set(isShown)
  }
}
