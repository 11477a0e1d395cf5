import type { DocumentState } from '#contract/document-state'
import type { LibraryItem, LibraryState } from '#contract/library.contract'
import { reasonForIngestFailure } from '#contract/library.sentences'
import type { Source } from '#contract/library-item'
import { nameOfFile } from '../ui/file-name.ts'
import type { StateShapeName, StateTone } from '../ui/StateShape.tsx'
import { Tab } from './place.ts'
import type { Picked } from './selection.ts'

/** The states a tab shows; none means all that are still there. */
export const statesByTab: Readonly<Record<Tab, readonly DocumentState[]>> = {
  all: [],
  ready: ['ready', 'words'],
  waiting: ['waiting', 'reading'],
  failed: ['failed'],
  'left-out': ['cancelled'],
  gone: ['gone'],
  bin: [],
}

export interface TabCount {
  readonly tab: Tab
  readonly label: string
  /** Null where it takes a walk through the folders to know. */
  readonly count: number | null
}

const labels: Readonly<Record<Tab, string>> = {
  all: 'All',
  ready: 'Ready',
  waiting: 'Waiting',
  failed: 'Failed',
  'left-out': 'Left out',
  gone: 'Gone',
  bin: 'Bin',
}

/** The tabs above the table. What is gone, and the bin, have a tab only when there is some. */
export function tabsOf(byState: LibraryState['byState'], inBin: number, current: Tab): readonly TabCount[] {
  const all = Object.entries(byState).reduce((sum, [state, files]) => sum + (state === 'gone' ? 0 : files), 0)
  return Tab.options
    .map((tab) => ({ tab, label: labels[tab], count: countOf(tab) }))
    .filter(({ tab, count }) => count !== 0 || tab === current || !['gone', 'bin'].includes(tab))

  function countOf(tab: Tab) {
    if (tab === 'all') return all
    if (tab === 'bin') return inBin
    const files = statesByTab[tab].reduce((sum, state) => sum + (byState[state] ?? 0), 0)
    // What rules leave out is not counted by the library: only who opens the tab has it looked for.
    return tab === 'left-out' && files === 0 ? null : files
  }
}

export interface ShownState {
  readonly shape: StateShapeName
  readonly tone: StateTone
  readonly words: string
}

const shown: Readonly<Record<Exclude<DocumentState, 'failed'>, ShownState>> = {
  waiting: { shape: 'empty', tone: 'wait', words: 'Waiting' },
  reading: { shape: 'part', tone: 'busy', words: 'Reading' },
  words: { shape: 'half', tone: 'ok', words: 'Found by words, meaning soon' },
  ready: { shape: 'full', tone: 'ok', words: 'Ready' },
  cancelled: { shape: 'empty', tone: 'wait', words: 'Left out' },
  gone: { shape: 'empty', tone: 'wait', words: 'No longer where it was' },
}

/** The state of a file as a shape and a word, or the reason it is not in the library. */
export function shownState({
  state,
  failure,
  path,
}: Pick<LibraryItem, 'state' | 'failure'> & Partial<Pick<LibraryItem, 'path'>>): ShownState {
  if (state !== 'failed') return shown[state]
  return {
    shape: 'cross',
    tone: 'bad',
    words: failure ? reasonForIngestFailure(failure.code, path) : 'Could not be read.',
  }
}

/** True when a person can have the file read (again). */
export function canRetry({ state, jobId }: Pick<LibraryItem, 'state' | 'jobId'>) {
  return jobId !== null && (state === 'failed' || state === 'cancelled')
}

/** Where a file is from: its source and the folders below it, `Projects / Mill Lane`. */
export function placeOf(path: string, source: Pick<Source, 'kind' | 'title' | 'path'> | undefined) {
  if (!source) return ''
  if (source.kind === 'text') return 'Pasted text'
  if (source.kind === 'file') return 'Single files'
  if (!path.startsWith(source.path)) return source.title
  const below = path.slice(source.path.length).split(/[\\/]/).filter(Boolean).slice(0, -1)
  return [source.title, ...below].join(' / ')
}

/** When a file changed: `Today`, `Yesterday`, `4 Nov 2026`. */
export function dayOf(time: number | null, now: number) {
  if (time === null) return ''
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(time).setHours(0, 0, 0, 0)) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  const date = new Date(time)
  return `${date.getDate()} ${date.toLocaleDateString('en', { month: 'short' })} ${date.getFullYear()}`
}

/** A row of the table as the actions need it. */
export function pickedOf(item: LibraryItem): Picked {
  const { sourceId, path, documentId, jobId, state } = item
  return {
    key: documentId ?? path,
    sourceId,
    path,
    name: nameOfFile(item),
    documentId,
    jobId,
    state,
    holder: isHolder(item),
  }
}

/** True for mailboxes and exports, which are nothing but the documents in them; a message with attachments is read itself. */
function isHolder({ part, holds, path }: LibraryItem) {
  return part === '' && (holds ?? 0) > 0 && !path.toLowerCase().endsWith('.eml')
}
