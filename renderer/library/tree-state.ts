import type { TreeNode } from '#contract/tree.contract'
import { count } from '../ui/words.ts'
import { type ShownState, shownState } from './item.ts'
import type { Picked } from './selection.ts'
import { canOpen, stateOf, type TreeRow } from './tree.ts'

/** How a row of the tree is: a file as in the table, a folder as the counts of what is below it, the worst first. */
export function shownStateOf(node: TreeNode): ShownState | null {
  if (node.kind !== 'folder') {
    const state = stateOf(node)
    return state === null ? null : shownState({ state, failure: null })
  }
  const { failed = 0, waiting = 0, reading = 0, words = 0, ready = 0, cancelled = 0 } = node.states
  const parts = [
    [failed, 'could not be read'],
    [waiting + reading, 'to be read'],
    [words, 'by words, meaning soon'],
    [cancelled, 'left out'],
  ] as const
  const told = parts.filter(([files]) => files > 0).map(([files, what]) => `${count(files)} ${what}`)
  if (told.length === 0) return ready > 0 ? shownState({ state: 'ready', failure: null }) : null
  const rest = ready > 0 ? [`${count(ready)} ready`] : []
  return { ...shapeOf(failed, waiting + reading, words), words: [...told, ...rest].join(' · ') }
}

function shapeOf(failed: number, waiting: number, words: number): Pick<ShownState, 'shape' | 'tone'> {
  if (failed > 0) return { shape: 'cross', tone: 'bad' }
  if (waiting > 0) return { shape: 'part', tone: 'busy' }
  return words > 0 ? { shape: 'half', tone: 'ok' } : { shape: 'empty', tone: 'wait' }
}

/** A file or document of the tree as the actions need it; null for sources, folders, and rows that only tell something. */
export function pickedOfRow(row: TreeRow): Picked | null {
  if (row.kind !== 'node' || row.node.kind === 'folder') return null
  const { path, name, documentId, jobId } = row.node
  const state = stateOf(row.node)
  return { key: documentId ?? path, sourceId: row.sourceId, path, name, documentId, jobId, state, holder: canOpen(row) }
}
