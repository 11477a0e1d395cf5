import type { Tree } from 'web-tree-sitter'
import type { SymbolKind } from '#contract/passage'
import type { CodeLanguage } from './code-languages.ts'
import { definitionOf, modulesOf } from './code-names.ts'
import type { CodeImport } from './parser.ts'

export interface CodeDefinition {
  /** With what it stands in: `Queue.advance`. */
  readonly name: string
  readonly kind: SymbolKind
  /** What names inside it begin with. */
  readonly scope: string
  readonly startLine: number
  readonly endLine: number
  /** The line its name stands on. */
  readonly headLine: string
  readonly headStart: number
}

/** A definition or a statement with the comments right above it, and what stands inside. */
export interface CodeItem {
  readonly start: number
  end: number
  /** Whether an empty line stands above it. */
  readonly apart: boolean
  readonly definition: CodeDefinition | null
  readonly items: CodeItem[]
}

export interface CodeOutline {
  readonly items: readonly CodeItem[]
  readonly imports: readonly CodeImport[]
  /** Characters that the grammar could make nothing of. */
  readonly wrong: number
}

/** Definitions, statements and imports of a syntax tree, in the order they stand there, nested as they are. */
export function outlineOf(tree: Tree, text: string, language: CodeLanguage): CodeOutline {
  const roles = rolesOf(language)
  const imports: CodeImport[] = []
  const root: CodeItem = { start: 0, end: text.length, apart: true, definition: null, items: [] }
  const allWrong = tree.rootNode.type === 'ERROR'
  let wrong = allWrong ? text.length : 0
  const frames: Frame[] = [{ ...newFrame(root, 0, null), isWrong: allWrong }]
  const cursor = tree.walk()
  try {
    walk()
  } finally {
    cursor.delete()
  }
  return { items: root.items, imports, wrong }

  // Without recursion: source code may be nested deeper than any stack.
  function walk(): void {
    if (!cursor.gotoFirstChild()) return
    for (;;) {
      const frame = frames.at(-1)
      if (!frame) return
      const inner = cursor.nodeIsNamed ? visit(frame) : null
      if (inner && frames.length < deepest && cursor.gotoFirstChild()) {
        frames.push(inner)
        continue
      }
      if (inner) close(inner, cursor.endIndex)
      while (!cursor.gotoNextSibling()) {
        const left = frames.pop()
        if (left) addLoose(left)
        if (!left || frames.length === 0 || !cursor.gotoParent()) return
        close(left, cursor.endIndex)
      }
    }
  }

  /** A frame when the node is to be looked into. */
  function visit(frame: Frame): Frame | null {
    const type = cursor.nodeType
    const role = roles.get(type)
    if (role?.above) {
      comment(frame)
      return null
    }
    const start = cursor.startIndex
    const end = cursor.endIndex
    if (type === 'ERROR' && !frame.isWrong) wrong += end - start
    if (role?.import) {
      const modules = modulesOf(cursor, text, role.import)
      for (const module of modules) imports.push({ module, line: cursor.startPosition.row + 1 })
      if (modules.length > 0) {
        add(frame, null)
        return null
      }
    }
    if (role?.definition) {
      const definition = definitionOf({ cursor, text, rule: role.definition, within: frame.within })
      if (definition) {
        if (frame.isWrong) wrong -= end - start
        return newFrame(add(frame, definition), start, definition)
      }
      if (definition === undefined) {
        if (!frame.wrapper) add(frame, null)
        return null
      }
    }
    if (role?.around) {
      const wrapper = frame.wrapper ?? { start: beginningOf(frame, start), apart: isApart(frame), last: null }
      const inner = { ...newFrame(frame.item, start, frame.within), isWrong: frame.isWrong }
      return { ...inner, wrapper, opened: frame.wrapper === null, parent: frame }
    }
    if (role?.inside || role?.definition) {
      return { ...newFrame(add(frame, null), start, frame.within), isWrong: frame.isWrong || type === 'ERROR' }
    }
    if (!frame.wrapper && !frame.isName) add(frame, null)
    return null
  }

  function comment(frame: Frame): void {
    const start = cursor.startIndex
    // What stands behind a statement on its line belongs to that statement.
    if (frame.lastEnd > frame.start && !text.slice(frame.lastEnd, start).includes('\n')) return
    if (frame.above === null || hasEmptyLine(frame.aboveEnd, start)) {
      if (frame.above !== null) addLoose(frame)
      frame.above = start
    }
    frame.aboveEnd = cursor.endIndex
  }

  /** Comments with an empty line below them belong to nothing. */
  function addLoose(frame: Frame): void {
    if (frame.above === null) return
    const apart = hasEmptyLine(frame.lastEnd, frame.above)
    frame.item.items.push({ start: frame.above, end: frame.aboveEnd, apart, definition: null, items: [] })
    frame.lastEnd = frame.aboveEnd
    frame.above = null
  }

  function add(frame: Frame, definition: CodeDefinition | null): CodeItem {
    const { wrapper } = frame
    const isFirst = wrapper !== null && wrapper.last === null
    const apart = isFirst ? wrapper.apart : isApart(frame)
    const start = isFirst ? wrapper.start : beginningOf(frame, cursor.startIndex)
    const item: CodeItem = { start, end: cursor.endIndex, apart, definition, items: [] }
    frame.item.items.push(item)
    if (wrapper) wrapper.last = item
    frame.lastEnd = item.end
    return item
  }

  /** Where the node begins, with the comments right above it. */
  function beginningOf(frame: Frame, start: number): number {
    if (frame.above !== null && hasEmptyLine(frame.aboveEnd, start)) addLoose(frame)
    const beginning = frame.above ?? start
    frame.above = null
    return beginning
  }

  function isApart(frame: Frame): boolean {
    return hasEmptyLine(frame.lastEnd, frame.above ?? cursor.startIndex)
  }

  function close(frame: Frame, end: number): void {
    if (!frame.wrapper) return
    if (frame.wrapper.last) frame.wrapper.last.end = Math.max(frame.wrapper.last.end, end)
    if (!frame.parent) return
    if (frame.opened && !frame.wrapper.last) {
      const { start, apart } = frame.wrapper
      frame.item.items.push({ start, end, apart, definition: null, items: [] })
    }
    frame.parent.lastEnd = end
  }

  function hasEmptyLine(from: number, to: number): boolean {
    // Some grammars count the end of the line as part of a comment.
    const start = text[from - 1] === '\n' ? from - 1 : from
    return to - start > 1 && /\n[ \t]*\n/.test(text.slice(start, Math.min(to, start + 400)))
  }
}

/** Deeper than anyone writes by hand. */
const deepest = 120

interface Frame {
  /** What found items belong to. */
  readonly item: CodeItem
  readonly start: number
  /** The nearest definition around. */
  readonly within: CodeDefinition | null
  readonly wrapper: Wrapper | null
  readonly opened: boolean
  readonly parent: Frame | null
  readonly isWrong: boolean
  readonly isName: boolean
  /** Where the comments above the next node begin and end. */
  above: number | null
  aboveEnd: number
  lastEnd: number
}

/** The first definition inside begins with the wrapper, the last one ends with it. */
interface Wrapper {
  readonly start: number
  readonly apart: boolean
  last: CodeItem | null
}

function newFrame(item: CodeItem, start: number, within: CodeDefinition | null): Frame {
  // What stands directly in a definition is its name, its parameters, its type: only bodies hold statements.
  const isName = item.definition !== null
  const frame = { item, start, within, wrapper: null, opened: false, parent: null, isWrong: false, isName }
  return { ...frame, above: null, aboveEnd: 0, lastEnd: start }
}

interface Role {
  readonly definition?: CodeLanguage['definitions'][string]
  readonly import?: CodeLanguage['imports'][string]
  readonly around?: boolean
  readonly inside?: boolean
  readonly above?: boolean
}

const rolesByLanguage = new WeakMap<CodeLanguage, ReadonlyMap<string, Role>>()

function rolesOf(language: CodeLanguage): ReadonlyMap<string, Role> {
  const known = rolesByLanguage.get(language)
  if (known) return known
  const roles = new Map<string, Role>()
  const give = (type: string, role: Role) => type !== '' && roles.set(type, { ...roles.get(type), ...role })
  for (const [type, definition] of Object.entries(language.definitions)) give(type, { definition })
  for (const [type, rule] of Object.entries(language.imports)) give(type, { import: rule })
  for (const type of language.around.split(' ')) give(type, { around: true })
  for (const type of language.inside.split(' ')) give(type, { inside: true })
  for (const type of language.above.split(' ')) give(type, { above: true })
  rolesByLanguage.set(language, roles)
  return roles
}
