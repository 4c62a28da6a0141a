/**
 * Closes a `<dialog closedby="any">` when its backdrop is pressed and released, in browsers that do not know the
 * attribute (HTML Standard, 4.11.4); elsewhere it does nothing. A drag that begins inside, as to select text, closes
 * nothing.
 */
export function closeByBackdropWhereMissing(document: Document): void {
  if ('closedBy' in HTMLDialogElement.prototype) return
  let pressed: HTMLDialogElement | undefined
  document.addEventListener('pointerdown', (event) => {
    pressed = dialogBehind(event)
  })
  document.addEventListener('click', (event) => {
    const released = dialogBehind(event)
    if (released && released === pressed) released.close()
  })
}

/** The dialog whose backdrop was hit: the browser names the dialog itself, and the point lies outside its box. */
function dialogBehind({ target, clientX, clientY }: MouseEvent): HTMLDialogElement | undefined {
  if (!(target instanceof HTMLDialogElement) || target.getAttribute('closedby') !== 'any') return undefined
  const { left, right, top, bottom } = target.getBoundingClientRect()
  const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom
  return isInside ? undefined : target
}
