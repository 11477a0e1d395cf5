import type { DocumentState } from '#contract/document-state'
import type { Source } from '#contract/library-item'
import type { TreeNode } from '#contract/tree.contract'

/** What is known of the inside of an opened row. */
export interface Inside {
  readonly nodes: readonly TreeNode[]
  readonly total: number
  readonly failed: boolean
  readonly loaded: boolean
}

interface Placed {
  readonly key: string
  readonly level: number
  /** Its place among its siblings, counted from 1. */
  readonly position: number
  readonly siblings: number
  readonly parent: string | null
}

export type TreeRow =
  | (Placed & { readonly kind: 'source'; readonly source: Source; readonly open: boolean })
  | (Placed & { readonly kind: 'node'; readonly sourceId: string; readonly node: TreeNode; readonly open: boolean })
  | (Placed & { readonly kind: 'coming' | 'failed' | 'empty' })
  | (Placed & { readonly kind: 'more'; readonly more: number })

/** Names a row; the key of an opened row names what is asked of the server. */
export function keyOf(sourceId: string, node: TreeNode | null) {
  return node === null ? sourceId : [sourceId, node.path, node.kind === 'part' ? node.documentId : ''].join('\n')
}

/** The rows of a tree from top to bottom: sources, and below each opened row what is in it. */
export function rowsOf(
  sources: readonly Source[],
  isOpen: ReadonlySet<string>,
  inside: ReadonlyMap<string, Inside>,
): readonly TreeRow[] {
  const rows: TreeRow[] = []
  sources.forEach((source, index) => {
    const key = keyOf(source.id, null)
    const open = isOpen.has(key)
    rows.push({
      kind: 'source',
      key,
      level: 1,
      position: index + 1,
      siblings: sources.length,
      parent: null,
      source,
      open,
    })
    if (open) below(source.id, key, 2)
  })
  return rows

  function below(sourceId: string, parent: string, level: number) {
    const found = inside.get(parent)
    const only = { level, position: 1, siblings: 1, parent }
    if (found?.failed) return rows.push({ kind: 'failed', key: `${parent}\nfailed`, ...only })
    if (!found?.loaded) return rows.push({ kind: 'coming', key: `${parent}\ncoming`, ...only })
    if (found.nodes.length === 0) return rows.push({ kind: 'empty', key: `${parent}\nempty`, ...only })
    const more = found.total - found.nodes.length
    const siblings = found.nodes.length + (more > 0 ? 1 : 0)
    found.nodes.forEach((node, index) => {
      const key = keyOf(sourceId, node)
      const open = holdsSome(node) && isOpen.has(key)
      rows.push({ kind: 'node', key, level, position: index + 1, siblings, parent, sourceId, node, open })
      if (open) below(sourceId, key, level + 1)
    })
    if (more > 0) rows.push({ kind: 'more', key: `${parent}\nmore`, level, position: siblings, siblings, parent, more })
    return undefined
  }
}

/** True for what can be opened in the tree: folders, and files that hold documents. */
export function holdsSome({ kind, holds }: TreeNode) {
  return kind === 'folder' || (kind === 'file' && holds !== null && holds > 0)
}

/** True for rows that open and close. */
export function canOpen(row: TreeRow) {
  return row.kind === 'source' || (row.kind === 'node' && holdsSome(row.node))
}

export type TreeMove = { readonly to: number } | { readonly open: string } | { readonly close: string }

/** What an arrow key does: it moves, opens or closes, as in every tree. */
export function moved(rows: readonly TreeRow[], current: number, key: string): TreeMove | null {
  const row = rows[current]
  if (!row) return null
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(current + 1, rows.length - 1) }
    case 'ArrowUp':
      return { to: Math.max(current - 1, 0) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'ArrowRight':
      if (!canOpen(row)) return null
      return 'open' in row && row.open ? { to: Math.min(current + 1, rows.length - 1) } : { open: row.key }
    case 'ArrowLeft': {
      if ('open' in row && row.open) return { close: row.key }
      const parent = rows.findIndex((one) => one.key === row.parent)
      return parent === -1 ? null : { to: parent }
    }
    default:
      return null
  }
}

/** The next row whose name begins with what was typed, from the current one on and round the end; -1 when none does. */
export function typedAhead(rows: readonly TreeRow[], current: number, typed: string) {
  const wanted = typed.toLocaleLowerCase()
  // One letter again and again walks through the names; more letters may go on meaning the same row.
  const from = typed.length > 1 ? current : current + 1
  for (let step = 0; step < rows.length; step += 1) {
    const index = (from + step) % rows.length
    if (nameOf(rows[index])?.toLocaleLowerCase().startsWith(wanted)) return index
  }
  return -1
}

/** What a row is called; undefined for rows that only tell something. */
export function nameOf(row: TreeRow | undefined) {
  if (row?.kind === 'source') return row.source.title
  return row?.kind === 'node' ? row.node.name : undefined
}

/** The state of a single file: the only one that is counted. */
export function stateOf({ states }: TreeNode): DocumentState | null {
  for (const state of DocumentStates) if (states[state]) return state
  return null
}

const DocumentStates: readonly DocumentState[] = ['failed', 'reading', 'waiting', 'words', 'ready', 'cancelled', 'gone']
