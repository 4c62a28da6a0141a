import { Component, computed, DOCUMENT, effect, type ElementRef, inject, viewChild } from '@angular/core'
import { DeviceStorage } from '../device/device-storage'
import { Mark } from '../ui/mark'

/**
 * Says why this device keeps nothing, and what to do about it. It covers the page instead of replacing it: what
 * somebody is typing there stays.
 */
@Component({
  selector: 'tally-storage-page',
  imports: [Mark],
  template: `
    <dialog #dialog aria-labelledby="storage-heading" (close)="goOn()">
      <div class="middle">
        <tally-mark />
        @if (isFull()) {
          <h1 id="storage-heading" tabindex="-1" autofocus>This device is full</h1>
          <p>
            Your browser has no room for your todos. Free up space, such as by deleting large files or emptying the
            device’s trash, then try again.
          </p>
        } @else {
          <h1 id="storage-heading" tabindex="-1" autofocus>Your browser blocks storage for Tally</h1>
          <p>
            Cookies or site data are blocked for <b>{{ host }}</b
            >. Tally needs them to keep you signed in and to store what you write until the server has it.
          </p>
          <p>
            Allow cookies and site data for this address in the site settings next to the address, or in your browser’s
            privacy settings, then try again. Some browsers block them only in private windows.
          </p>
        }
        <div class="buttons">
          <button type="button" class="button button-primary" (click)="reload()">Try again</button>
          <button type="button" class="button" (click)="dialog.close()">Continue without storage</button>
        </div>
        <p class="small">
          Without storage, Tally works as long as this tab is open and the server can be reached. Unsent changes are
          lost when you close the tab{{ isFull() ? '.' : ', and you may have to sign in again every few minutes.' }}
        </p>
      </div>
    </dialog>
  `,
  styles: `
    dialog {
      inline-size: 100dvw;
      max-inline-size: none;
      block-size: 100dvh;
      max-block-size: none;
      margin: 0;
      padding: 0;
      border: 0;
      background: var(--paper);
      color: var(--ink);
    }
    .middle {
      display: grid;
      align-content: center;
      justify-items: center;
      gap: var(--space-4);
      min-block-size: 100%;
      padding: var(--space-5);
      text-align: center;
    }
    tally-mark {
      --icon-size: 40px;
    }
    h1 {
      font: 500 var(--text-xl) / 1.2 var(--font-display);
      outline: none;
    }
    p {
      max-inline-size: 52ch;
      color: var(--ink-soft);
      overflow-wrap: anywhere;
      text-wrap: pretty;
    }
    b {
      color: var(--ink);
      font-weight: 600;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: var(--space-2);
    }
    .small {
      font-size: var(--text-s);
    }
  `,
})
export class StoragePage {
  private readonly storage = inject(DeviceStorage)
  private readonly document = inject(DOCUMENT)
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')

  protected readonly host = this.document.location.host
  protected readonly isFull = computed(() => this.storage.trouble() === 'full')

  constructor() {
    effect(() => {
      const dialog = this.dialog().nativeElement
      if (this.storage.isExplained() && !dialog.open) dialog.showModal()
    })
  }

  protected goOn(): void {
    this.storage.explain(false)
  }

  protected reload(): void {
    this.document.location.reload()
  }
}
