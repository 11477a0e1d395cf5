import { useQuery } from '@tanstack/react-query'
import type { LibraryState } from '#contract/library.contract'
import { queries } from '../app/queries.ts'
import { Button } from '../ui/Button.tsx'
import { count } from '../ui/words.ts'
import { tabsOf } from './item.ts'
import type { Tab } from './place.ts'
import type { useWork } from './useLibrary.ts'

export interface StateTabsProps {
  readonly library: LibraryState
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
}

/** What is shown, by how it is, with counts. */
export function StateTabs({ library, tab: current, onTab }: StateTabsProps) {
  const { data: bin } = useQuery(queries.bin)
  return (
    <nav className="tabs" aria-label="Show">
      {tabsOf(library.byState, bin?.length ?? 0, current).map(({ tab, label, count: files }) => (
        <button key={tab} type="button" aria-current={tab === current ? 'true' : undefined} onClick={() => onTab(tab)}>
          {label} {files !== null && <span className="n">{count(files)}</span>}
        </button>
      ))}
    </nav>
  )
}

export interface TabActionProps {
  readonly tab: Tab
  readonly library: LibraryState | null
  readonly work: ReturnType<typeof useWork>
}

/** What can be done with everything a tab shows. */
export function TabAction({ tab, library, work }: TabActionProps) {
  const { failed = 0, waiting = 0 } = library?.byState ?? {}
  if (tab === 'failed' && failed > 1) {
    return (
      <Button kind="quiet" disabled={work.isRetrying} onClick={() => work.retry([])}>
        Try all again
      </Button>
    )
  }
  if (tab === 'waiting' && waiting > 0) {
    return (
      <Button kind="quiet" onClick={() => work.leaveOut([])}>
        Leave all out
      </Button>
    )
  }
  return null
}
