/** The words with the spaces that set them off from what stands around them. */
export function spaced(words: string, before: string, after: string): string {
  const left = before === '' || /\s$/.test(before) ? '' : ' '
  const right = after === '' || /^[\s.,;:!?)]/.test(after) ? '' : ' '
  return `${left}${words}${right}`
}

/** Types words at the caret of a box, as hands would: it can be undone. False where the box has no room for them. */
export function typeWords(box: HTMLTextAreaElement, words: string): boolean {
  const { value, selectionStart: start, selectionEnd: end, maxLength } = box
  const typed = spaced(words, value.slice(0, start), value.slice(end))
  if (maxLength >= 0 && value.length - (end - start) + typed.length > maxLength) return false
  box.focus()
  // Deprecated, and the only way in which a page can type so that a person can undo it.
  if (document.activeElement === box && document.execCommand('insertText', false, typed)) return true
  box.setRangeText(typed, start, end, 'end')
  box.dispatchEvent(new InputEvent('input', { bubbles: true }))
  return true
}
