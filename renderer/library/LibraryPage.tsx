import { FolderTree, Search } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import type { LibraryItem, LibraryState } from '#contract/library.contract'
import { useActions } from '../app/actions.ts'
import { usePageTitle } from '../app/page-title.ts'
import { useLibraryState } from '../app/queries.ts'
import { useDocument } from '../app/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Select } from '../ui/Select.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { count } from '../ui/words.ts'
import { AddMenu } from './AddMenu.tsx'
import { EmptyLibrary } from './EmptyLibrary.tsx'
import { FilesTable } from './FilesTable.tsx'
import { type Tab, tabsOf } from './item.ts'
import './table.css'
import './library.css'
import { SourcesList } from './SourcesList.tsx'
import { type LibraryView, useSources, useWork } from './useLibrary.ts'
import { WorkStrip } from './WorkStrip.tsx'

const textSorts: readonly LibraryView['sort'][] = ['title', 'source', 'state']
const firstView: LibraryView = { tab: 'all', filter: '', sourceId: null, sort: 'changed', descending: true }

/** Everything that was added, how it is, and the ways to add and remove. */
export function LibraryPage() {
  usePageTitle('Library')
  const library = useLibraryState()
  const { sources = [] } = useSources()
  const [view, setView] = useState(firstView)
  const deferredView = useDeferredValue(view)
  const [managing, setManaging] = useState(false)
  const work = useWork()
  const { open } = useDocument()
  const filter = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'sources', group: 'Library', label: 'Show the sources', keys: 's', run: () => setManaging(true) },
    { id: 'filter', group: 'Library', label: 'Filter by name', keys: '/', run: () => filter.current?.focus() },
  ])
  const empty = library !== null && sources.length === 0 && library.documents === 0 && library.queue === 0

  function show(change: Partial<LibraryView>) {
    setView((before) => ({ ...before, ...change }))
  }

  function sortBy(sort: LibraryView['sort']) {
    show({ sort, descending: view.sort === sort ? !view.descending : !textSorts.includes(sort) })
  }

  function openItem({ documentId, state }: LibraryItem) {
    if (documentId !== null && state !== 'gone') open({ documentId, marks: [], page: null })
  }

  return (
    <main id="main" className="lib" tabIndex={-1}>
      <header>
        <h1 className="grow">Library</h1>
        {!empty && (
          <>
            <label className="filter">
              <Icon of={Search} />
              <input
                ref={filter}
                type="search"
                placeholder="Filter by name"
                aria-label="Filter by name"
                value={view.filter}
                onChange={(event) => show({ filter: event.currentTarget.value })}
                onKeyDown={(event) => {
                  if (event.key === 'Escape' && view.filter) show({ filter: '' })
                }}
              />
            </label>
            <AddMenu />
          </>
        )}
      </header>
      {empty ? (
        <EmptyLibrary />
      ) : (
        <>
          {library && <WorkStrip library={library} onPause={work.pause} onResume={work.resume} />}
          <Problems
            names={sources.filter((source) => source.problem !== null).map((source) => source.title)}
            onShow={() => setManaging(true)}
          />
          <div className="over">
            {library && <Tabs library={library} tab={view.tab} onTab={(tab) => show({ tab })} />}
            <span className="grow" />
            <TabAction tab={view.tab} library={library} work={work} />
            {sources.length > 1 && (
              <Select
                kind="quiet"
                align="end"
                label="Source"
                value={view.sourceId ?? ''}
                onChange={(sourceId) => show({ sourceId: sourceId || null })}
                options={[
                  { value: '', label: 'All sources' },
                  ...sources.map(({ id, title, documents }) => ({ value: id, label: title, note: count(documents) })),
                ]}
              />
            )}
            <Button kind="quiet" icon={FolderTree} onClick={() => setManaging(true)}>
              {sources.length > 1 ? 'Manage' : 'Sources'}
            </Button>
          </div>
          <FilesTable
            key={`${deferredView.tab} ${deferredView.sort} ${deferredView.descending} ${deferredView.sourceId}`}
            view={deferredView}
            sources={sources}
            onSort={sortBy}
            onOpen={openItem}
            onRetry={({ jobId }) => jobId && work.retry([jobId])}
            nothing={view.filter ? `Nothing here is called “${view.filter}”.` : nothingIn[view.tab]}
          />
        </>
      )}
      <Dialog open={managing} onClose={() => setManaging(false)} title="Sources" size="wide">
        <SourcesList />
      </Dialog>
    </main>
  )
}

const nothingIn: Readonly<Record<Tab, string>> = {
  all: 'No files are here yet. What you added is being looked through.',
  ready: 'Nothing is ready yet; the first files are in a moment.',
  waiting: 'Nothing waits. All files were read.',
  failed: 'Nothing failed. Every file could be read.',
  'left-out': 'Nothing was left out.',
  gone: 'Nothing is gone.',
}

interface TabsProps {
  readonly library: LibraryState
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
}

function Tabs({ library, tab: current, onTab }: TabsProps) {
  return (
    <nav className="tabs" aria-label="Show">
      {tabsOf(library.byState, current).map(({ tab, label, count: files }) => (
        <button key={tab} type="button" aria-current={tab === current ? 'true' : undefined} onClick={() => onTab(tab)}>
          {label} <span className="n">{count(files)}</span>
        </button>
      ))}
    </nav>
  )
}

interface TabActionProps {
  readonly tab: Tab
  readonly library: LibraryState | null
  readonly work: ReturnType<typeof useWork>
}

function TabAction({ tab, library, work }: TabActionProps) {
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

function Problems({ names, onShow }: { readonly names: readonly string[]; readonly onShow: () => void }) {
  if (names.length === 0) return null
  return (
    <p className="problems" role="status">
      <StateShape shape="cross" tone="bad" />
      <span className="cut">
        {names.map((name) => `“${name}”`).join(', ')} cannot be reached. What was read of it stays findable.
      </span>
      <button type="button" className="link" onClick={onShow}>
        Show
      </button>
    </p>
  )
}
