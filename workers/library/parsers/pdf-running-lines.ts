/** Pages without the lines that run along them: titles and page numbers which stand at the top or the foot of most pages. */
export function withoutRunningLines<Line extends { readonly text: string }>(
  pages: readonly (readonly Line[])[],
): (readonly Line[])[] {
  const running = runningLines(pages)
  if (running.size === 0) return [...pages]
  const kept = pages.map((lines) => {
    let first = 0
    let last = lines.length
    while (first < last && first < edge && isDropped(lines[first]?.text, running)) first++
    while (last > first && lines.length - last < edge && isDropped(lines[last - 1]?.text, running)) last--
    return lines.slice(first, last)
  })
  // Pages that hold nothing else, a form with a stamp on each, are better read than taken for pictures.
  return kept.every((page) => page.every(({ text }) => text.trim() === '')) ? [...pages] : kept
}

/** How many lines at either end of a page may run along the pages. */
const edge = 3

function isDropped(line: string | undefined, running: ReadonlySet<string>): boolean {
  return line !== undefined && (line.trim() === '' || running.has(shapeOf(line)))
}

function runningLines(pages: readonly (readonly { readonly text: string }[])[]): Set<string> {
  const countsByShape = new Map<string, number>()
  for (const page of pages) {
    const lines = page.map(({ text }) => text)
    const ends = [...lines.slice(0, edge), ...lines.slice(edge).slice(-edge)]
    for (const shape of new Set(ends.map(shapeOf))) {
      if (shape !== '') countsByShape.set(shape, (countsByShape.get(shape) ?? 0) + 1)
    }
  }
  // Two pages may begin alike by chance; only a line that counts along with them is known to run there.
  const needed = pages.length < 3 ? Number.POSITIVE_INFINITY : Math.max(3, Math.ceil(pages.length * 0.5))
  const shapes = [...countsByShape].filter(
    ([shape, count]) => count >= needed || isPageNumbered(shape, count, pages.length),
  )
  return new Set(shapes.map(([shape]) => shape))
}

function isPageNumbered(shape: string, count: number, pages: number): boolean {
  return pages === 2 && count === 2 && /(^|\s)#$|^#(\s|$)/.test(shape)
}

function shapeOf(line: string): string {
  return line.trim().replace(/\d+/g, '#')
}
