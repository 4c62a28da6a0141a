const textless = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'])

/** Whether keys typed at this element become text there, so that no shortcut may take them. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !textless.has(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  )
}
