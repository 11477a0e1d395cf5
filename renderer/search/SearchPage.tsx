import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { FoundPassage, SearchMode } from '#contract/search.contract'
import { useActions } from '../app/actions.ts'
import { type DocumentPlace, placeToSearch } from '../app/document-place.ts'
import { usePageTitle } from '../app/page-title.ts'
import { queries, useLibraryState } from '../app/queries.ts'
import { useDocument, useEvidence } from '../app/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { plural } from '../ui/words.ts'
import { Facets } from './Facets.tsx'
import { Hits } from './Hits.tsx'
import { groupHits, placeOfHit } from './hits.ts'
import { BeforeSearch, NothingFound, SearchFailed } from './Nothing.tsx'
import { type Narrow, notNarrowed } from './narrow.ts'
import './search.css'
import { useFind } from './useFind.ts'

export interface SearchPageProps {
  readonly query: string
  readonly onQuery: (query: string) => void
  /** Shows a document at a place, for the preview. */
  readonly preview: (place: DocumentPlace) => ReactNode
}

/** Finds as one types: results by document, the selected one beside them at its place. */
export function SearchPage({ query, onQuery, preview }: SearchPageProps) {
  usePageTitle('Search')
  const library = useLibraryState()
  const { data: sources = [] } = useQuery(queries.sources)
  const { data: collections = [] } = useQuery(queries.collections)
  const { data: examples = [] } = useQuery(queries.suggestions)
  const [narrow, setNarrow] = useState<Narrow>(notNarrowed)
  const [mode, setMode] = useState<SearchMode>('fused')
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [pointed, setPointed] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const { place: openPlace } = useDocument()
  const navigate = useNavigate()
  const wanted = { query, mode, narrow }
  const { found, facets, isWaiting, isError, again } = useFind(wanted)
  const groups = groupHits(found?.passages ?? [], unfolded)
  const hits = groups.flatMap((group) => group.shown)
  const current = hits.find((hit) => hit.id === pointed) ?? hits[0]
  const peeked = useDeferredValue(current)
  const nothing = found !== undefined && !isWaiting && hits.length === 0

  useActions([
    { id: 'focus-search', group: 'Search', label: 'Search', keys: '/', run: () => input.current?.select() },
    {
      id: 'focus-search-typing',
      group: 'Search',
      label: 'Search',
      keys: 'mod+f',
      whileTyping: true,
      hidden: true,
      run: () => input.current?.select(),
    },
  ])
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) input.current?.focus()
  }, [])

  function type(next: string) {
    setPointed(null)
    setUnfolded(new Set())
    onQuery(next)
  }

  function open(passage: FoundPassage) {
    useEvidence.setState({ places: hits.map((hit, index) => ({ ...placeOfHit(hit), n: index + 1 })) })
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, ...placeToSearch(placeOfHit(passage)), full: true }),
    })
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      const at = hits.findIndex((hit) => hit.id === current?.id)
      const next = hits[Math.min(Math.max(at + step, 0), hits.length - 1)]
      if (next) setPointed(next.id)
      document.getElementById(`hit-${next?.id}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && event.target === input.current && current) {
      open(current)
    } else if (event.key === 'Escape' && event.target === input.current && query) {
      type('')
    } else return
    event.preventDefault()
  }

  return (
    <main
      id="main"
      className={`find ${hits.length === 0 ? 'none' : ''}`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      data-beside={openPlace ? '' : undefined}
    >
      <h1 className="unseen">Search</h1>
      <div className="bar">
        <label className="box">
          <Icon of={Search} />
          <input
            ref={input}
            type="text"
            role="searchbox"
            aria-label="Search everything"
            placeholder="Search everything"
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            value={query}
            onChange={(event) => type(event.currentTarget.value)}
          />
          {query && <Keys keys="escape" />}
        </label>
      </div>
      <div className="facets" role="toolbar" aria-label="Narrow">
        <Facets
          narrow={narrow}
          onNarrow={setNarrow}
          mode={mode}
          onMode={setMode}
          counts={facets}
          sources={sources}
          collections={collections}
        />
        <span className="sum num" role="status">
          {found && !isWaiting && sumOf(found.passages, found.milliseconds)}
          {found && found.mode === 'words' && mode !== 'words' && ' · by words only'}
        </span>
      </div>
      <div className="hits" aria-busy={isWaiting}>
        {isError && <SearchFailed onAgain={again} />}
        {!query.trim() && <BeforeSearch library={library} examples={examples} onTry={type} />}
        {nothing && (
          <NothingFound
            wanted={wanted}
            sources={sources}
            library={library}
            onNarrow={setNarrow}
            onFused={() => setMode('fused')}
          />
        )}
        {isWaiting && !found && (
          <AfterBlink>
            <Bones className="coming px-4" widths={[32, 90, 70, 28, 84, 76]} />
            <AfterBlink milliseconds={1_000}>
              <p className="px-4 text-muted" role="status">
                Search is getting ready, the first time takes a moment.
              </p>
            </AfterBlink>
          </AfterBlink>
        )}
        <Hits
          groups={groups}
          sources={sources}
          current={current}
          onPoint={(passage) => setPointed(passage.id)}
          onOpen={open}
          onUnfold={(documentId) => setUnfolded((before) => new Set([...before, documentId]))}
        />
      </div>
      {peeked && hits.length > 0 && !openPlace && (
        <section className="peek" aria-label="Preview">
          <header>
            <span className="name cut">{nameOfFile(peeked)}</span>
            {peeked.page !== null && <span className="text-muted num flex-none">page {peeked.page}</span>}
            <span className="grow" />
            <Button kind="quiet" onClick={() => open(peeked)}>
              Open <Keys keys="enter" />
            </Button>
          </header>
          {preview(placeOfHit(peeked))}
        </section>
      )}
    </main>
  )
}

function sumOf(passages: readonly FoundPassage[], milliseconds: number) {
  const documents = new Set(passages.map((passage) => passage.documentId)).size
  const time = `${milliseconds < 1 ? '<1' : Math.round(milliseconds)} ms`
  if (passages.length === 0) return `0 passages · ${time}`
  return `${plural(passages.length, 'passage')} in ${plural(documents, 'document')} · ${time}`
}
