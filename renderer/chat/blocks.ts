/**
 * Cuts Markdown into the blocks that stand one under the other. While an answer streams all blocks but the last stay
 * equal, so that only the last is rendered again.
 */
export function splitBlocks(markdown: string): readonly string[] {
  const blocks: string[] = []
  let lines: string[] = []
  let fence: string | null = null

  for (const line of markdown.split('\n')) {
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (ticks && fence === null) fence = ticks
    else if (ticks && fence !== null && ticks.startsWith(fence)) fence = null
    if (line.trim() === '' && fence === null) close()
    else lines.push(line)
  }
  close()
  return blocks

  function close() {
    if (lines.length === 0) return
    const block = lines.join('\n')
    const previous = blocks.at(-1)
    if (previous !== undefined && belongsToList(previous, block)) blocks[blocks.length - 1] = `${previous}\n\n${block}`
    else blocks.push(block)
    lines = []
  }
}

const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s/

function belongsToList(previous: string, block: string) {
  return listItem.test(previous) && (listItem.test(block) || /^\s{2,}\S/.test(block))
}
