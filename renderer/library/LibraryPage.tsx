import { useQuery } from '@tanstack/react-query'
import { FolderTree, List, ListTree, Search } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import { useActions } from '../app/actions.ts'
import { usePageTitle } from '../app/page-title.ts'
import { queries, useLibraryState } from '../app/queries.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { AddMenu } from './AddMenu.tsx'
import { BinList } from './BinList.tsx'
import { EmptyLibrary } from './EmptyLibrary.tsx'
import { Filters } from './Filters.tsx'
import { LeftOutList } from './LeftOutList.tsx'
import { Listing } from './Listing.tsx'
import './table.css'
import './library.css'
import './room.css'
import { isFiltered, type LibraryPlace, type LibraryView, placeToView, unfiltered, viewToPlace } from './place.ts'
import { SourcesList } from './SourcesList.tsx'
import { StateTabs, TabAction } from './StateTabs.tsx'
import { showAs, useShape } from './shape.ts'
import { useSources, useWork } from './useLibrary.ts'
import { WorkStrip } from './WorkStrip.tsx'

export interface LibraryPageProps {
  readonly place: LibraryPlace
  /** `typing` keeps every letter from becoming a step back. */
  readonly onPlace: (place: LibraryPlace, how: 'step' | 'typing') => void
}

/** Everything that was added, how it is, and the ways to add, order and remove. */
export function LibraryPage({ place, onPlace }: LibraryPageProps) {
  usePageTitle('Library')
  const library = useLibraryState()
  const { sources = [] } = useSources()
  const { data: collections = [] } = useQuery(queries.collections)
  const view = placeToView(place)
  const deferredView = useDeferredValue(view)
  const shape = useShape((store) => store.shape)
  const [managing, setManaging] = useState(false)
  const work = useWork()
  const filter = useRef<HTMLInputElement>(null)
  const asTree = shape === 'tree' && !isFiltered(view)
  const empty = library !== null && sources.length === 0 && library.documents === 0 && library.queue === 0
  useActions([
    { id: 'sources', group: 'Library', label: 'Show the sources', keys: 's', run: () => setManaging(true) },
    { id: 'filter', group: 'Library', label: 'Filter by name', keys: '/', run: () => filter.current?.focus() },
    {
      id: 'library-shape',
      group: 'Library',
      label: asTree ? 'Show as a table' : 'Show as a tree',
      keys: 'v',
      run: () => (asTree ? showAs('table') : toTree()),
    },
  ])

  function show(change: Partial<LibraryView>, how: 'step' | 'typing' = 'step') {
    onPlace(viewToPlace({ ...view, ...change }), how)
  }

  function toTree() {
    showAs('tree')
    if (isFiltered(view)) show(unfiltered(view))
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
                onChange={(event) => show({ filter: event.currentTarget.value }, 'typing')}
                onKeyDown={(event) => {
                  if (event.key === 'Escape' && view.filter) show({ filter: '' }, 'typing')
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
            {library && <StateTabs library={library} tab={view.tab} onTab={(tab) => show({ tab })} />}
            <div className="narrow" role="toolbar" aria-label="Narrow">
              <Filters view={view} sources={sources} onView={show} />
            </div>
            <span className="grow" />
            <TabAction tab={view.tab} library={library} work={work} />
            <IconButton
              icon={asTree ? List : ListTree}
              label={asTree ? 'Show as a table' : 'Show as a tree'}
              keys="v"
              onClick={() => (asTree ? showAs('table') : toTree())}
            />
            <Button kind="quiet" icon={FolderTree} onClick={() => setManaging(true)}>
              Sources
            </Button>
          </div>
          {view.tab === 'left-out' ? (
            <LeftOutList sources={sources} sourceId={view.sourceId} filter={deferredView.filter} />
          ) : view.tab === 'bin' ? (
            <BinList filter={view.filter} />
          ) : (
            <Listing
              key={listOf(deferredView, asTree)}
              view={deferredView}
              asTree={asTree}
              sources={asTree ? sourcesIn(view) : sources}
              onView={show}
              onAll={() => show({ ...unfiltered(view), tab: view.tab, sourceId: null, collectionId: null })}
            />
          )}
        </>
      )}
      <Dialog open={managing} onClose={() => setManaging(false)} title="Sources" size="wide">
        <SourcesList />
      </Dialog>
    </main>
  )

  function sourcesIn({ sourceId, collectionId }: LibraryView) {
    const collection = collections.find(({ id }) => id === collectionId)
    return sources
      .filter(({ id }) => sourceId === null || id === sourceId)
      .filter(({ id }) => !collection || collection.sourceIds.includes(id))
  }
}

/** Another list begins at its top with nothing selected; typing a name goes on in the same one. */
function listOf(view: LibraryView, asTree: boolean) {
  return JSON.stringify([{ ...view, filter: '' }, asTree])
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
