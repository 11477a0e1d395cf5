import { passageSize } from '../passage-size.ts'
import type { CodeDefinition, CodeItem } from './code-tree.ts'
import type { Block, Heading } from './parser.ts'

/** The text cut into definitions and what stands between them; one that is larger than a passage is cut at what stands in it. */
export function codeBlocks(text: string, items: readonly CodeItem[]): Block[] {
  return blocksBetween(joinTiny(marksOf(text, items), text.length), text)
}

/** Where a block begins; the next mark ends it. */
interface Mark {
  readonly start: number
  /** Its own array: each block is a section for itself, merged with its neighbours only when short. */
  readonly headings: readonly Heading[]
  /** The headings above the definition that it is the head of; otherwise its own. */
  readonly outer: readonly Heading[]
  readonly isDefinition: boolean
  /** Nothing but the line that is the heading of what follows. */
  readonly isHead: boolean
}

/** In characters: what is likely a whole passage. Code has about three to a token. */
const large = passageSize.aim * 3
/** A stretch of statements is worth cutting at its inner ones only when it makes several passages. */
const veryLarge = large * 4

function marksOf(text: string, items: readonly CodeItem[]): Mark[] {
  const marks: Mark[] = [{ start: 0, headings: [], outer: [], isDefinition: false, isHead: false }]
  const open: Scope[] = [{ items, at: 0, headings: [], inHead: false }]
  for (let scope = open.at(-1); scope; scope = open.at(-1)) {
    const item = scope.items[scope.at++]
    if (!item) {
      open.pop()
      continue
    }
    const { start, definition } = item
    const inner = isCut(item) ? item.items : null
    const headings = inner && definition ? [...scope.headings, headingOf(definition)] : scope.headings
    if (!inner && !isField(item)) scope.inHead = false
    if ((definition || item.apart) && !scope.inHead) {
      const head = inner && definition ? text.slice(start, firstInside(item)).trim() : null
      const isHead = head !== null && head.replace(/(?:(?<!\s)\s+)?[{:]$/, '') === definition?.headLine
      // A head long enough to be a passage of its own names the definition itself; a short one joins what follows.
      const own = head !== null && head.length > large / 3 ? scope.headings : headings
      marks.push({ start, headings: [...own], outer: scope.headings, isDefinition: definition !== null, isHead })
    }
    if (inner) open.push({ items: inner, at: 0, headings, inHead: definition ? isClass(item) : scope.inHead })
  }
  return marks
}

interface Scope {
  readonly items: readonly CodeItem[]
  at: number
  readonly headings: readonly Heading[]
  /** Above the first method of a class all belongs to its head. */
  inHead: boolean
}

function isClass({ definition }: CodeItem): boolean {
  return definition?.kind === 'class' || definition?.kind === 'interface'
}

function isField({ definition, items }: CodeItem): boolean {
  return definition ? definition.kind === 'property' || definition.kind === 'constant' : items.length === 0
}

function isCut(item: CodeItem): boolean {
  const length = item.end - item.start
  if (length <= large || item.items.length === 0) return false
  if (item.definition === null && length > veryLarge) return true
  // A small function inside a large one is a part of what that one does; many of them are what it is made of.
  return definedInside(item) > (isFunction(item) ? length * 0.4 : 0)
}

function isFunction({ definition }: CodeItem): boolean {
  return definition?.kind === 'function' || definition?.kind === 'method'
}

/** Characters of the nearest definitions inside. */
function definedInside({ items }: CodeItem): number {
  let characters = 0
  const open = [...items]
  for (let item = open.pop(); item; item = open.pop()) {
    if (item.definition) characters += item.end - item.start
    else for (const inner of item.items) open.push(inner)
  }
  return characters
}

function headingOf({ headLine, headStart }: CodeDefinition): Heading {
  return { text: headLine, start: headStart }
}

/** Where the head of a definition ends: at the first statement of a function, the first method of a class. */
function firstInside(item: CodeItem): number {
  const open = item.items.toReversed()
  for (let at = open.pop(); at; at = open.pop()) {
    if (!at.definition && at.items.length > 0) open.push(...at.items.toReversed())
    else if (!isClass(item) || !isField(at)) return at.start
  }
  return item.end
}

const tiny = 100

/** An import, a condition or a bracket alone says nothing; it is read with what follows, or else with what stands above. */
function joinTiny(marks: readonly Mark[], length: number): Mark[] {
  const joined: Mark[] = []
  let waiting: number | null = null
  marks.forEach((mark, index) => {
    const next = marks[index + 1]
    const start = waiting ?? mark.start
    const whole = waiting === null ? mark : { ...mark, start, headings: [...mark.outer], isHead: false }
    const last = joined.at(-1)
    waiting = null
    if (mark.isDefinition || (next?.start ?? length) - start >= tiny) joined.push(whole)
    else if (next && hasSame(mark.headings, next.outer)) waiting = start
    else if (!last || last.isHead || !hasSame(mark.headings, last.headings)) joined.push(whole)
  })
  return joined
}

function hasSame(a: readonly Heading[], b: readonly Heading[]): boolean {
  return a.length === b.length && a.at(-1)?.start === b.at(-1)?.start
}

function blocksBetween(marks: readonly Mark[], text: string): Block[] {
  return marks.flatMap(({ start, headings, isHead }, index) => {
    const end = marks[index + 1]?.start ?? text.length
    return isHead || end <= start ? [] : [{ start, end, headings, page: null, kind: 'lines' as const }]
  })
}
