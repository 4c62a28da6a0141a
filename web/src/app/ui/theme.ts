import { DOCUMENT, effect, inject, Service, signal } from '@angular/core'
import { storeItem } from '../device/local-storage'

export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** The same name in `public/theme.js`, which applies the choice before the first paint. */
const storageKey = 'tally.theme'

/** Light, dark, or as the system says; remembered on this device. */
@Service()
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement
  private readonly chosen = signal<ThemeChoice>(toChoice(this.root.dataset['theme']))

  readonly choice = this.chosen.asReadonly()

  constructor() {
    effect(() => {
      const choice = this.choice()
      if (choice === 'system') delete this.root.dataset['theme']
      else this.root.dataset['theme'] = choice
    })
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice)
    storeItem(storageKey, choice)
  }
}

function toChoice(text: string | undefined): ThemeChoice {
  return themeChoices.find((choice) => choice === text) ?? 'system'
}
