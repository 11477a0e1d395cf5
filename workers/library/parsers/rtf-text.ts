import type { ParsedDocument } from './parser.ts'
import {
  createRtfDecoder,
  encodingOfCharset,
  encodingOfCodePage,
  isDoubleByte,
  namedCharacters,
  western,
} from './rtf-characters.ts'
import { type RtfGroup, type RtfTarget, targetOf } from './rtf-groups.ts'
import type { RtfTaker } from './rtf-tokens.ts'
import { createTextWriter } from './text-writer.ts'

// Deeper groups share what holds in the one around them.
const deepest = 10_000

/** Turns the parts of a rich text file into its text. */
export function createRtfReader(bytes: Uint8Array, mostCharacters: number) {
  const writer = createTextWriter(mostCharacters)
  const decode = createRtfDecoder()
  const fonts = new Map<number, string>()
  const headingStyles = new Map<number, number>()
  const gathered = { body: '', note: '', marker: '', title: '', author: '', styles: '' }
  const stack: RtfGroup[] = []
  let tooDeep = 0
  let group: RtfGroup = start(western)
  let [encoding, defaultFont, font] = [western, 0, 0]
  let pending: number[] = []
  let toSkip = 0
  let isStarred = false
  let cells: string[] = []
  let notes: string[] = []
  let date: Record<string, number> = {}
  let writtenAt: number | null = null
  let inList = false

  const taker: RtfTaker = { openGroup, closeGroup, word, sign, byte, text, isEnough }
  return { taker, document }

  function isEnough(): boolean {
    return writer.isFull() || gathered.body.length > mostCharacters
  }

  function openGroup(): void {
    flush()
    if (stack.length < deepest) stack.push(group)
    else tooDeep += 1
    toSkip = 0
  }

  function closeGroup(): void {
    flush()
    toSkip = 0
    isStarred = false
    if (tooDeep > 0) {
      tooDeep -= 1
      return
    }
    const ended = group
    group = stack.pop() ?? group
    if (ended.target === group.target) return
    if (ended.target === 'note') endNote()
    if (ended.target === 'date') endDate()
  }

  function word(name: string, number: number | null): void {
    flush()
    const target = targetOf(name, isStarred, group.target)
    isStarred = false
    if (target !== null) group = { ...group, target }
    if (group.target === 'nowhere') return
    const character = namedCharacters.get(name)
    if (character !== undefined) add(character)
    else if (name === 'u' && number !== null) addByNumber(number)
    else if (group.target === 'date') date[name] = number ?? 0
    else if (group.target === 'fonts') fontWord(name, number ?? 0)
    else if (!characterWord(name, number)) paragraphWord(name, number)
  }

  function characterWord(name: string, number: number | null): boolean {
    if (name === 'ansicpg') encoding = encodingOfCodePage(number ?? 0)
    else if (name === 'mac') encoding = encodingOfCodePage(10_000)
    else if (name === 'deff') defaultFont = number ?? 0
    else if (name === 'uc') group = { ...group, standIns: Math.min(Math.max(number ?? 1, 0), 8) }
    else if (name === 'v' || name === 'deleted') group = { ...group, isHidden: number !== 0 }
    else if (name === 'f') group = { ...group, encoding: fonts.get(number ?? 0) ?? encoding }
    else if (name === 'plain') group = { ...group, isHidden: false, encoding: fonts.get(defaultFont) ?? encoding }
    else return false
    if (name === 'ansicpg' || name === 'mac') group = { ...group, encoding }
    return true
  }

  function paragraphWord(name: string, number: number | null): void {
    if (name === 'par' || name === 'sect' || name === 'page') endParagraph()
    else if (name === 'cell') endCell()
    else if (name === 'row') endRow()
    else if (name === 'nestcell' || name === 'nestrow') add(' ')
    else if (name === 'pard') group = { ...group, outline: null, style: -1, isInTable: false }
    else if (name === 'intbl') group = { ...group, isInTable: true }
    else if (name === 's') group = { ...group, style: number ?? -1 }
    else if (name === 'outlinelevel') group = { ...group, outline: number !== null && number < 9 ? number : null }
  }

  function fontWord(name: string, number: number): void {
    if (name === 'f') font = number
    const named = name === 'cpg' ? encodingOfCodePage(number) : name === 'fcharset' ? encodingOfCharset(number) : null
    if (named !== null) fonts.set(font, named)
  }

  function sign(character: string): void {
    flush()
    if (character === '*') isStarred = true
    else if (character === '\n' || character === '\r') word('par', null)
    else if (toSkip > 0) toSkip -= 1
    else add(namedCharacters.get(character) ?? '')
  }

  function byte(value: number): void {
    if (toSkip > 0) toSkip -= 1
    else if (group.target !== 'nowhere') pending.push(value)
  }

  function text(start: number, end: number): void {
    const from = Math.min(end, start + toSkip)
    toSkip -= from - start
    if (group.target === 'nowhere' || from >= end) return
    // The second byte of a character may stand there as it is.
    if (pending.length > 0 && isDoubleByte(group.encoding)) for (let i = from; i < end; i++) pending.push(bytes[i] ?? 0)
    else {
      flush()
      add(decode(bytes.subarray(from, end), group.encoding))
    }
  }

  function flush(): void {
    if (pending.length === 0) return
    const decoded = decode(Uint8Array.from(pending), group.encoding)
    pending = []
    add(decoded)
  }

  function addByNumber(number: number): void {
    add(String.fromCharCode(number & 0xffff))
    toSkip = group.standIns
  }

  function add(characters: string): void {
    const { target, isHidden } = group
    if (target === 'styles') addStyle(characters)
    else if (!isHidden && isGathered(target)) gathered[target] += characters
  }

  /** `heading 2;` ends the name of the style that the group is about. */
  function addStyle(characters: string): void {
    gathered.styles = (gathered.styles + characters).slice(-100)
    if (!gathered.styles.includes(';')) return
    const named = /^\s*(?:heading|überschrift|titre|título) ?([1-9])/i.exec(gathered.styles)?.[1]
    const level = group.outline === null ? Number(named ?? 0) : group.outline + 1
    if (level > 0) headingStyles.set(group.style, level)
    gathered.styles = ''
  }

  function endParagraph(): void {
    const { target, isInTable } = group
    if (target !== 'body' || isInTable) {
      add(' ')
      return
    }
    endRow()
    writeParagraph(gathered.body.trim())
    gathered.body = ''
  }

  function writeParagraph(paragraph: string): void {
    const level = group.outline === null ? headingStyles.get(group.style) : group.outline + 1
    const marker = gathered.marker.trim()
    gathered.marker = ''
    if (inList && marker === '') writer.gap()
    if (paragraph !== '' && level) {
      const line = [/[\p{L}\p{N}]/u.test(marker) ? marker : '', paragraph].join(' ').replace(/\s+/g, ' ').trim()
      writer.heading({ text: line, level })
    } else if (paragraph !== '' && marker !== '') {
      if (!inList) writer.gap()
      writer.item(`${/[\p{L}\p{N}]/u.test(marker) ? marker : '-'} ${paragraph}`)
    } else writer.paragraph(paragraph)
    inList = marker !== ''
    for (const note of notes) writer.paragraph(note)
    notes = []
  }

  function endCell(): void {
    if (group.target !== 'body') return
    cells.push(gathered.body.replace(/\s+/g, ' ').trim())
    gathered.body = ''
    gathered.marker = ''
  }

  function endRow(): void {
    if (cells.length === 0) return
    const row = cells.join(' | ')
    cells = []
    if (inList) writer.gap()
    inList = false
    if (/[^|\s]/.test(row)) writer.row(row)
  }

  function endNote(): void {
    const note = gathered.note.replace(/\s+/g, ' ').trim()
    gathered.note = ''
    if (note !== '') notes.push(note)
  }

  function endDate(): void {
    const { yr = 0, mo = 1, dy = 1, hr = 0, min = 0 } = date
    date = {}
    const time = Date.UTC(yr, mo - 1, dy, hr, min)
    if (yr > 1000 && yr < 10_000 && Number.isFinite(time)) writtenAt = Math.max(writtenAt ?? time, time)
  }

  function document(): ParsedDocument {
    flush()
    endRow()
    writeParagraph(gathered.body.trim())
    const { text, blocks, firstHeading } = writer.end()
    const [title, author] = [gathered.title.trim(), gathered.author.trim()]
    return {
      title: title || firstHeading,
      text,
      pages: null,
      codeLanguage: null,
      blocks,
      author: author || null,
      writtenAt,
    }
  }
}

function isGathered(target: RtfTarget): target is 'body' | 'note' | 'marker' | 'title' | 'author' {
  return ['body', 'note', 'marker', 'title', 'author'].includes(target)
}

function start(encoding: string): RtfGroup {
  return { target: 'body', encoding, isHidden: false, standIns: 1, outline: null, style: -1, isInTable: false }
}
