/**
 * Whether the person has done anything with this page since it was loaded. Until then the focus is the browser's: a
 * page that takes it while it loads is read from its middle.
 */
export function hasBegun(): boolean {
  // Typed as always there, but missing in older browsers.
  const activation = navigator.userActivation as UserActivation | undefined
  return activation?.hasBeenActive ?? true
}

/**
 * Gives the focus to a heading, from where keyboard and screen reader go on. Nothing scrolls, and nothing is framed.
 */
export function focusHeading(heading: HTMLElement): void {
  heading.focus({ preventScroll: true })
}
