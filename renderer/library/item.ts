import type { DocumentState } from '#contract/document-state'
import type { LibraryItem, LibraryState } from '#contract/library.contract'
import { reasonForIngestFailure } from '#contract/library.sentences'
import type { Source } from '#contract/library-item'
import type { StateShapeName, StateTone } from '../ui/StateShape.tsx'

export type Tab = 'all' | 'ready' | 'waiting' | 'failed' | 'left-out' | 'gone'

/** The states a tab shows; none means all that are still there. */
export const statesByTab: Readonly<Record<Tab, readonly DocumentState[]>> = {
  all: [],
  ready: ['ready', 'words'],
  waiting: ['waiting', 'reading'],
  failed: ['failed'],
  'left-out': ['cancelled'],
  gone: ['gone'],
}

export interface TabCount {
  readonly tab: Tab
  readonly label: string
  readonly count: number
}

const labels: Readonly<Record<Tab, string>> = {
  all: 'All',
  ready: 'Ready',
  waiting: 'Waiting',
  failed: 'Failed',
  'left-out': 'Left out',
  gone: 'Gone',
}

/** The tabs above the table. What was left out or is gone has a tab only when there is some. */
export function tabsOf(byState: LibraryState['byState'], current: Tab): readonly TabCount[] {
  const all = Object.entries(byState).reduce((sum, [state, files]) => sum + (state === 'gone' ? 0 : files), 0)
  return (Object.keys(labels) as Tab[])
    .map((tab) => ({
      tab,
      label: labels[tab],
      count: tab === 'all' ? all : statesByTab[tab].reduce((sum, state) => sum + (byState[state] ?? 0), 0),
    }))
    .filter(({ tab, count }) => count > 0 || tab === current || !['left-out', 'gone'].includes(tab))
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
