/** Cuts one growing text into blocks, again and again. */
export interface BlockSplitter {
  /**
   * The blocks of Markdown that stand one under the other. What was cut before is not read again while the text only
   * grows: all blocks but the last stay as they are, and the work is that of the new words.
   */
  readonly split: (markdown: string) => readonly string[]
}

/** Never cuts a fenced block, a formula, a table or a list with its paragraphs apart. */
export function createBlockSplitter(): BlockSplitter {
  let seen = ''
  let scan = startOfText()
  return { split }

  function split(markdown: string): readonly string[] {
    // Comparing whole strings is much faster than `startsWith`.
    if (markdown.slice(0, seen.length) !== seen) scan = startOfText()
    seen = markdown
    for (let end = markdown.indexOf('\n', scan.at); end !== -1; end = markdown.indexOf('\n', scan.at)) {
      takeLine(scan, markdown, markdown.slice(scan.at, end))
      scan.at = end + 1
    }
    return withUnfinishedLine(scan, markdown)
  }
}

/** The blocks of a text that is whole. */
export function splitBlocks(markdown: string): readonly string[] {
  return createBlockSplitter().split(markdown)
}

interface Scan {
  /** Where the first line begins that is not known to its end. */
  at: number
  readonly closed: string[]
  /** Where the open block begins and ends, without blank lines behind it. */
  open: OpenBlock | null
  /** A blank line came: the next one decides whether the open block goes on. */
  blank: boolean
  /** What ends the fenced block or formula that is open. */
  fence: RegExp | null
}

interface OpenBlock {
  readonly start: number
  end: number
  readonly isList: boolean
  lines: number
  /** What its first item is counted as, where that is not what is written; null elsewhere. */
  readonly number: string | null
  /** How its items are numbered, and what the next one is; null while they are not. */
  counted: { readonly sign: string; readonly next: number } | null
}

function startOfText(): Scan {
  return { at: 0, closed: [], open: null, blank: false, fence: null }
}

function takeLine(scan: Scan, text: string, line: string) {
  const { open } = scan
  const end = scan.at + line.length
  if (scan.fence && open) {
    if (line.trim() !== '') open.end = end
    if (!scan.fence.test(line)) return
    scan.fence = null
    scan.blank = true
    return
  }
  if (line.trim() === '') {
    scan.blank = true
    return
  }
  if (open && isPartOf(scan, open, line)) {
    open.end = end
    open.lines += 1
    open.counted = countedAfter(open.counted, line)
  } else {
    if (open) scan.closed.push(textOf(open, text))
    scan.open = beginBlock(scan, { line, end })
  }
  scan.blank = false
  scan.fence = endOfFence(line, scan.open?.isList ? 'anywhere' : 'at the margin')
}

/** A block that begins with a line; an item goes on with the numbers of the list above it that it belongs to. */
function beginBlock(
  { at, open, blank }: Pick<Scan, 'at' | 'open' | 'blank'>,
  { line, end }: { readonly line: string; readonly end: number },
): OpenBlock {
  const isCut = open !== null && isListItem(line) && isLong(open) && (!blank || open.isList)
  const item = numbered.exec(line)
  const goesOn = isCut && item !== null && open.counted?.sign === item[2] ? open.counted : null
  const number = goesOn && String(goesOn.next) !== item?.[1] ? String(goesOn.next) : null
  return { start: at, end, isList: isListItem(line), lines: 1, number, counted: countedAfter(goesOn, line) }
}

const numbered = /^(\d{1,9})([.)])\s/

/** A list counts on from its first number, whatever the others say; another sign or a dash begins another list. */
function countedAfter(before: OpenBlock['counted'], line: string): OpenBlock['counted'] {
  const [, number = '', sign = ''] = numbered.exec(line) ?? []
  if (sign) return { sign, next: (before?.sign === sign ? before.next : Number(number)) + 1 }
  return /^[-*+]\s/.test(line) ? null : before
}

function textOf({ start, end, number }: OpenBlock, text: string): string {
  const written = text.slice(start, end)
  return number === null ? written : written.replace(/^\d+/, number)
}

function withUnfinishedLine(scan: Scan, text: string): readonly string[] {
  const { at, closed, open, blank, fence } = scan
  const line = text.slice(at)
  if (!open) return line.trim() === '' ? closed : [...closed, line]
  if (line.trim() === '' && !fence) return [...closed, textOf(open, text)]
  if (!fence && !isPartOf({ blank }, open, line)) {
    const next = beginBlock(scan, { line, end: text.length })
    return [...closed, textOf(open, text), textOf(next, text)]
  }
  return [...closed, textOf({ ...open, end: text.length }, text)]
}

/** So many lines of a list are one block; the next item begins another one. */
const longestList = 60

/** Whether a text begins with an item of a list. */
export function isListItem(text: string): boolean {
  return /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s/.test(text)
}

/** Whether a line belongs to the open block: after a blank one only a list's next item, or what is under an item. */
function isPartOf(
  { blank }: Pick<Scan, 'blank'>,
  { isList, lines }: Pick<OpenBlock, 'isList' | 'lines'>,
  line: string,
) {
  if (opensFence.test(line)) return false
  if (isLong({ isList, lines }) && /^(?:[-*+]|\d{1,9}[.)])\s+\S/.test(line)) return false
  return !blank || (isList && (isListItem(line) || /^\s{2,}\S/.test(line)))
}

function isLong({ isList, lines }: Pick<OpenBlock, 'isList' | 'lines'>) {
  return isList && lines >= longestList
}

/** At the very margin a fence or formula ends a paragraph, a table or a list without a blank line, too. */
const opensFence = /^(?:`{3,}[^`]*|~{3}.*|\$\$(?!.*\$\$).*|\\\[(?!.*\\\]).*)$/

/**
 * What ends the fenced block or formula that a line opens; null when it opens none. In a list a fence stands as deep as it
 * likes.
 */
export function endOfFence(line: string, where: 'at the margin' | 'anywhere'): RegExp | null {
  const deep = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*/
  const words = line.replace(where === 'anywhere' ? deep : /^ {0,3}/, '')
  const [, ticks, info = ''] = /^(`{3,}(?!`)|~{3,}(?!~))(.*)$/.exec(words) ?? []
  if (ticks && !(ticks.startsWith('`') && info.includes('`'))) {
    return new RegExp(`^\\s*${ticks.charAt(0)}{${ticks.length},}\\s*$`)
  }
  // A formula has no blank lines, so that one without an end takes no more than its paragraph.
  if (/^\$\$(?!.*\$\$)/.test(words)) return /\$\$|^\s*$/
  return /^\\\[(?!.*\\\])/.test(words) ? /\\\]|^\s*$/ : null
}
