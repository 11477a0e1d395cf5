/** Pages without the lines that run along them: titles and page numbers which stand at the top or the foot of most pages. */
export function withoutRunningLines(pages: readonly string[]): string[] {
  const running = runningLines(pages)
  if (running.size === 0) return [...pages]
  const kept = pages.map((page) => {
    const lines = page.split('\n')
    let first = 0
    let last = lines.length
    while (first < last && first < edge && isDropped(lines[first], running)) first++
    while (last > first && lines.length - last < edge && isDropped(lines[last - 1], running)) last--
    return lines.slice(first, last).join('\n').trim()
  })
  // Pages that hold nothing else, a form with a stamp on each, are better read than taken for pictures.
  return kept.every((page) => page === '') ? [...pages] : kept
}

/** How many lines at either end of a page may run along the pages. */
const edge = 3

function isDropped(line: string | undefined, running: ReadonlySet<string>): boolean {
  return line !== undefined && (line.trim() === '' || running.has(shapeOf(line)))
}

function runningLines(pages: readonly string[]): Set<string> {
  const countsByShape = new Map<string, number>()
  for (const page of pages) {
    const lines = page.split('\n')
    const ends = [...lines.slice(0, edge), ...lines.slice(edge).slice(-edge)]
    for (const shape of new Set(ends.map(shapeOf))) {
      if (shape !== '') countsByShape.set(shape, (countsByShape.get(shape) ?? 0) + 1)
    }
  }
  // Two pages may begin alike by chance; only a line that counts along with them is known to run there.
  const needed = pages.length < 3 ? Number.POSITIVE_INFINITY : Math.max(3, Math.ceil(pages.length * 0.5))
  const shapes = [...countsByShape].filter(([shape, count]) => count >= needed || isPageNumbered(shape, count, pages))
  return new Set(shapes.map(([shape]) => shape))
}

function isPageNumbered(shape: string, count: number, pages: readonly string[]): boolean {
  return pages.length === 2 && count === 2 && /(^|\s)#$|^#(\s|$)/.test(shape)
}

function shapeOf(line: string): string {
  return line.trim().replace(/\d+/g, '#')
}
