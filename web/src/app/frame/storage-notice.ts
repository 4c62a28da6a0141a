import { Component, computed, inject } from '@angular/core'
import { DeviceStorage } from '../device/device-storage'
import { Icon } from '../ui/icon'

/** Says that nothing is kept on this device, as long as that is so; why, and what to do, is on the page it leads to. */
@Component({
  selector: 'tally-storage-notice',
  imports: [Icon],
  template: `
    @if (text(); as text) {
      <div>
        <tally-icon name="warning" />
        <p>{{ text }}</p>
        <button type="button" class="button" (click)="explain()">See what to do</button>
      </div>
    }
  `,
  styleUrl: '../ui/styles/notice-bar.css',
})
export class StorageNotice {
  private readonly storage = inject(DeviceStorage)

  protected readonly text = computed(() => {
    const trouble = this.storage.trouble()
    if (trouble === undefined) return undefined
    return trouble === 'full'
      ? 'This device is full. Unsent changes are lost when you close this tab.'
      : 'Your browser blocks storage for Tally. Unsent changes are lost when you close this tab.'
  })

  protected explain(): void {
    this.storage.explain(true)
  }
}
