/**
 * Fields of text that keep what is in them until they are sent; not those of a search, nor those that save what is
 * typed.
 */
const keeping =
  'input:not([type=search], [type=checkbox], [type=radio], [data-saves-itself]), textarea:not([data-saves-itself])'

/** Remembers into which fields somebody typed, to know whether loading the page again would lose it. */
export class TypedText {
  private readonly fields = new Set<HTMLInputElement | HTMLTextAreaElement>()

  /** Watches all fields of the document until it is told to stop. @returns stops */
  watch(): () => void {
    const note = ({ target }: Event) => {
      const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
      if (isField && target.matches(keeping)) this.fields.add(target)
    }
    document.addEventListener('input', note)
    // What was typed before anybody watched.
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(keeping)) {
      if (field.value !== field.defaultValue) this.fields.add(field)
    }
    return () => document.removeEventListener('input', note)
  }

  /** The first field that holds something typed. */
  find(): HTMLElement | undefined {
    for (const field of this.fields) if (!field.isConnected) this.fields.delete(field)
    return [...this.fields].find((field) => field.value.trim() !== '')
  }
}
