import { afterNextRender, Component, computed, type ElementRef, inject, output, signal, viewChild } from '@angular/core'
import { form, FormField, FormRoot } from '@angular/forms/signals'
import type { MadeInvitation, Role } from '@tally/contract'
import { limits } from '@tally/contract/limits'
import { sendForm } from '../api/send-form'
import { FormError } from '../ui/fields/form-error'
import { formatDate } from './format-date'
import { HandoverCard } from './handover-card'
import { InvitationStore } from './invitation-store'

/** Makes a link with which one person can join, and shows it, this once. */
@Component({
  selector: 'tally-invite-person',
  imports: [FormError, FormField, FormRoot, HandoverCard],
  templateUrl: './invite-person.html',
  styleUrl: './people-card.css',
  styles: `
    :host:not(.card) {
      padding: 0;
    }
    h2:focus {
      outline: none;
    }
  `,
  host: { '[class.card]': '!made()' },
})
export class InvitePerson {
  private readonly title = viewChild<ElementRef<HTMLElement>>('title')

  protected readonly store = inject(InvitationStore)
  readonly closed = output()

  protected readonly days = limits.invitationDays
  protected readonly made = signal<MadeInvitation | undefined>(undefined)
  protected readonly lastDay = computed(() => formatDate(this.made()?.expiresAt ?? 0))
  private readonly model = signal<{ role: Role }>({ role: 'member' })
  protected readonly form = form(this.model, { submission: sendForm(this.model, ({ role }) => this.make(role)) })
  protected readonly error = computed(() => this.form().errors()[0]?.message)

  constructor() {
    afterNextRender(() => this.title()?.nativeElement.focus())
  }

  private async make(role: Role): Promise<void> {
    this.made.set(await this.store.make(role))
  }
}
