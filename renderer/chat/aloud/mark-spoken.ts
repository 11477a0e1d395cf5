const name = 'spoken'

/** Marks a sentence where it stands on the page, if it stands there; what it returns takes the mark away. */
export function markSpoken(within: HTMLElement | null, sentence: string): () => void {
  const range = within && rangeOf(within, sentence)
  if (!range || !('highlights' in CSS)) return () => {}
  CSS.highlights.set(name, new Highlight(range))
  return () => void CSS.highlights.delete(name)
}

/** Where words stand, however they are spread over elements; numbers of citations between them are passed over. */
function rangeOf(within: HTMLElement, sentence: string): Range | null {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('cite, footer, .aloud, .question, .thinking')
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  )
  let text = ''
  const places: (readonly [node: Text, at: number])[] = []
  while (walker.nextNode()) {
    const node = walker.currentNode as Text
    for (let at = 0; at < node.length; at += 1) {
      // Whitespace is one space in what is said, and may be any here.
      if (/\s/.test(node.data.charAt(at))) continue
      text += node.data.charAt(at)
      places.push([node, at])
    }
  }
  const wanted = sentence.replace(/\s+/g, '')
  const from = text.indexOf(wanted)
  const [first, last] = [places[from], places[from + wanted.length - 1]]
  if (from < 0 || wanted === '' || !first || !last) return null
  const range = document.createRange()
  range.setStart(...first)
  range.setEnd(last[0], Math.min(last[0].length, last[1] + 1))
  return range
}
