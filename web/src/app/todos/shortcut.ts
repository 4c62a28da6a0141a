import { isTyping } from './typing'

/** Whether a key without others held down is a shortcut of the page: nobody types, and no dialog is above the page. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  return !isTyping(event.target) && !document.querySelector('dialog[open]')
}
