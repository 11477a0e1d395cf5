import type { Node, TreeCursor } from 'web-tree-sitter'
import type { SymbolKind } from '#contract/passage'
import type { DefinitionRule, ImportRule } from './code-languages.ts'
import type { CodeDefinition } from './code-tree.ts'

export interface NodeToName {
  readonly cursor: TreeCursor
  readonly text: string
  readonly rule: DefinitionRule
  /** The nearest definition around it. */
  readonly within: CodeDefinition | null
}

/** What a node defines, with its full name; null when it defines nothing itself, undefined when nothing in it does either. */
export function definitionOf({ cursor, text, rule, within }: NodeToName): CodeDefinition | null | undefined {
  const node = cursor.currentNode
  if (bodiless.has(node.type) && !node.childForFieldName('body')) return undefined
  const found = rule === 'assigned' ? assigned(node, text) : named(node, rule, text)
  if (!found) return null
  const kind = placed(found.kind, within)
  if (kind === null) return null
  const inScope = within && within.scope !== '' ? `${within.scope}.` : ''
  const name = (inScope + found.name).slice(0, longestName)
  const scope = found.scope === undefined ? name : (inScope + found.scope).slice(0, longestName)
  const headStart = headStartOf(node, text, found.at)
  return {
    name,
    kind,
    scope,
    startLine: node.startPosition.row + 1,
    endLine: lastLineOf(node),
    headLine: headLineAt(text, headStart),
    headStart,
  }
}

/** The modules a node imports, as they are written there. */
export function modulesOf(cursor: TreeCursor, text: string, rule: ImportRule): readonly string[] {
  if ('field' in rule) {
    const field = cursor.currentNode.childForFieldName(rule.field)
    return field ? clean(text.slice(field.startIndex, field.endIndex).replace(/^["'`<]|["'`>]$/g, '')) : []
  }
  // A pattern with the sign g finds several.
  const { pattern } = rule
  const source = text.slice(cursor.startIndex, Math.min(cursor.endIndex, cursor.startIndex + 1_000))
  const matches = pattern.global ? [...source.matchAll(pattern)] : [pattern.exec(source)]
  return matches.flatMap((match) => clean(match?.groups?.module ?? ''))
}

const longestName = 200
const longestHeadLine = 120

/** Types which without a body are only named, not defined. */
const bodiless = new Set(['class_specifier', 'struct_specifier', 'union_specifier', 'enum_specifier'])

const functions = new Set(['arrow_function', 'function_expression', 'generator_function', 'function', 'lambda'])

interface Found {
  readonly name: string
  readonly kind: SymbolKind
  /** Where the name stands in the text. */
  readonly at: number
  readonly scope?: string
}

function named(node: Node, rule: Exclude<DefinitionRule, 'assigned'>, text: string): Found | null {
  if (node.type === 'impl_item') return implementation(node, text)
  const nameNode = nameNodeOf(node)
  const own = nameNode && plain(text.slice(nameNode.startIndex, nameNode.endIndex))
  if (!nameNode || !own) return null
  const receiver = node.childForFieldName('receiver')
  const owner =
    receiver &&
    /(?<!\w)(\w+)\s*(?:\[[^\]]{0,500}\]\s*)?\)$/.exec(text.slice(receiver.startIndex, receiver.endIndex))?.[1]
  const found = { name: owner ? `${owner}.${own}` : own, kind: kindOf(node, rule), at: nameNode.startIndex }
  // A rule of a style sheet in another one is no part of that one's name.
  return node.type === 'rule_set' ? { ...found, scope: '' } : found
}

function kindOf(node: Node, rule: Exclude<DefinitionRule, 'assigned'>): SymbolKind {
  switch (rule) {
    case 'value':
      return kindOfValue(node.childForFieldName('value')) ?? 'constant'
    case 'declared':
      return hasParameters(node) ? 'function' : 'constant'
    case 'property':
      return kindOfValue(node.childForFieldName('value')) === 'function' ? 'method' : 'property'
    case 'type': {
      const type = node.childForFieldName('type')?.type
      if (type === 'struct_type' || type === 'struct_specifier') return 'class'
      return type === 'interface_type' ? 'interface' : 'type'
    }
    default:
      return rule
  }
}

function kindOfValue(value: Node | null): SymbolKind | null {
  if (!value) return null
  return functions.has(value.type) ? 'function' : value.type === 'class' ? 'class' : null
}

/** `impl Display for Queue`: what stands in it belongs to `Queue`. */
function implementation(node: Node, text: string): Found | null {
  const type = node.childForFieldName('type')
  if (!type) return null
  const trait = node.childForFieldName('trait')
  const scope = plain(text.slice(type.startIndex, type.endIndex))
  const of = trait ? `${plain(text.slice(trait.startIndex, trait.endIndex))} for ` : ''
  return { name: `impl ${of}${scope}`, kind: 'class', at: node.startIndex, scope }
}

/** `exports.load = function …`, `LIMIT = 3`: only what is a function, a class, or written like a constant. */
function assigned(node: Node, text: string): Found | null {
  const left = node.childForFieldName('left')
  if (!left || left.endIndex - left.startIndex > longestName) return null
  const name = text.slice(left.startIndex, left.endIndex)
  if (!/^[\w$.]+$/.test(name)) return null
  const isConstant = left.type === 'constant' || /^[A-Z][A-Z0-9_]*$/.test(name)
  const kind = kindOfValue(node.childForFieldName('right')) ?? (isConstant ? 'constant' : null)
  const own = name.replace(/^(module\.)?exports\.(?=.)/, '').replace('.prototype.', '.')
  return kind && { name: own, kind, at: left.startIndex }
}

/** The same thing is called otherwise inside a class, and is of no interest inside a function. */
function placed(kind: SymbolKind, within: CodeDefinition | null): SymbolKind | null {
  if (!within) return kind
  const inClass = within.kind === 'class' || within.kind === 'interface' || within.kind === 'enum'
  if (inClass && kind === 'function') return 'method'
  if (inClass && kind === 'constant') return 'property'
  const inFunction = within.kind === 'function' || within.kind === 'method'
  return inFunction && (kind === 'constant' || kind === 'property') ? null : kind
}

const nameTypes =
  /(?:identifier|name|operator_cast)$|^(?:constant|variable|word|string|selectors|scope_resolution|setter|operator)$/
const nestedNames = /^(?:function_name|simple_name|selectors|keyframes_name|name|variable)$/

/** In C the name of a function stands in a declarator inside a declarator. */
function nameNodeOf(node: Node): Node | null {
  let at = node
  for (let depth = 0; depth < 12; depth++) {
    const next =
      at.childForFieldName('name') ??
      at.childForFieldName('declarator') ??
      at.childForFieldName('property') ??
      at.childForFieldName('left') ??
      at.namedChildren.slice(0, 8).find((child) => nestedNames.test(child.type)) ??
      (depth > 0 ? at.namedChild(0) : null)
    if (!next) return null
    if (nameTypes.test(next.type)) return next
    at = next
  }
  return null
}

function hasParameters(node: Node): boolean {
  let at: Node | null = node.childForFieldName('declarator')
  for (let depth = 0; at && depth < 12; depth++) {
    if (at.type === 'function_declarator') return true
    at = at.childForFieldName('declarator') ?? (at.type.endsWith('declarator') ? at.namedChild(0) : null)
  }
  return false
}

/** On one line, without what stands in angle brackets after it, steps of a path parted by dots. */
function plain(name: string): string {
  const short = name.slice(0, longestName * 2).replace(/\s+/g, ' ')
  const unquoted = short.replace(/^(['"])(.*)\1$/, '$2')
  const bare = /^operator\b/.test(unquoted) ? unquoted : unquoted.replace(/(?<=\w)<[^<>]*(?:<[^<>]*>[^<>]*)*>/g, '')
  return bare.replaceAll('::', '.').trim()
}

// Some grammars count the end of the line as part of what stands on it.
function lastLineOf({ startPosition, endPosition: { row, column } }: Node): number {
  return column === 0 && row > startPosition.row ? row : row + 1
}

/** The line of the name, with `export` and its like before it; in minified code, where all is one line, the node itself. */
function headStartOf(node: Node, text: string, at: number): number {
  const line = text.lastIndexOf('\n', at) + 1
  return at - line > longestHeadLine || /[;{}]/.test(text.slice(line, node.startIndex)) ? node.startIndex : line
}

function headLineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  const line = text.slice(start, end === -1 ? text.length : Math.min(end, start + 2 * longestHeadLine)).trim()
  const bare = line.replace(/(?:(?<!\s)\s+)?[{:]$/, '').slice(0, longestHeadLine)
  return bare.toWellFormed().replaceAll('\uFFFD', '')
}

function clean(module: string): readonly string[] {
  const one = module.replace(/\s+/g, ' ').trim().slice(0, 300)
  return one === '' ? [] : [one]
}
