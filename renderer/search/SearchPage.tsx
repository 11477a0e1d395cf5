import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { QueryProblem } from '#contract/query-language'
import type { FoundPassage, SearchMode, SearchOrder } from '#contract/search.contract'
import { useActions } from '../app/actions.ts'
import { client } from '../app/client.ts'
import { type DocumentPlace, placeToSearch } from '../app/document-place.ts'
import { usePageTitle } from '../app/page-title.ts'
import { queries, useLibraryState } from '../app/queries.ts'
import { useDocument, useEvidence } from '../app/useDocument.ts'
import { useSavedSearches } from '../app/useSavedSearches.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { say } from '../ui/Toasts.tsx'
import { plural } from '../ui/words.ts'
import { Facets } from './Facets.tsx'
import { Hits } from './Hits.tsx'
import { groupHits, nameOfPassage, placeOfHit } from './hits.ts'
import { type Like, LikeLine } from './LikeLine.tsx'
import { BeforeSearch, NothingFound, SearchFailed } from './Nothing.tsx'
import { type Narrow, notNarrowed, writtenQuery } from './narrow.ts'
import { Preview } from './Preview.tsx'
import { QueryHelp } from './QueryHelp.tsx'
import { Remarks } from './Remarks.tsx'
import { SearchBox } from './SearchBox.tsx'
import './search.css'
import { useAlike, useFind, useNames } from './useFind.ts'

export interface SearchPageProps {
  readonly query: string
  readonly onQuery: (query: string) => void
  /** The passage whose likes are shown in place of what the query finds. */
  readonly like: Like | null
  readonly onLike: (like: Like) => void
  /** Takes a passage along to a question. */
  readonly onAskAbout: (found: { readonly passage: FoundPassage; readonly name: string }) => void
  /** Shows a document at a place, for the preview. */
  readonly preview: (place: DocumentPlace) => ReactNode
}

/** Finds as one types: results by document, the selected one beside them at its place. */
export function SearchPage({ query, onQuery, like, onLike, onAskAbout, preview }: SearchPageProps) {
  usePageTitle('Search')
  const library = useLibraryState()
  const { data: sources = [] } = useQuery(queries.sources)
  const { data: collections = [] } = useQuery(queries.collections)
  const { data: examples = [] } = useQuery(queries.suggestions)
  const { data: recent = [] } = useQuery(queries.recentSearches)
  const { saved, save } = useSavedSearches()
  const [helping, setHelping] = useState(false)
  const [narrow, setNarrow] = useState<Narrow>(notNarrowed)
  const [mode, setMode] = useState<SearchMode>('fused')
  const [order, setOrder] = useState<SearchOrder>('relevance')
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [pointed, setPointed] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const { place: openPlace } = useDocument()
  const navigate = useNavigate()
  const cache = useQueryClient()
  const wanted = { query, mode, narrow, order }
  const { found, facets, isWaiting, isError, again } = useFind(wanted)
  const names = useNames(facets)
  const likes = useAlike(like?.passageId ?? null)
  const groups = groupHits((like ? likes.data : found)?.passages ?? [], unfolded)
  const hits = groups.flatMap((group) => group.shown)
  const current = hits.find((hit) => hit.id === pointed) ?? hits[0]
  const peeked = useDeferredValue(current)
  const nothing = like === null && found !== undefined && !isWaiting && hits.length === 0
  const written = writtenQuery(query, narrow, new Map(sources.map(({ id, title }) => [id, title])))
  const isSaved = saved.some((one) => one.query === written)
  // While a value is being written it is not wrong yet.
  const problems = found?.problems.filter(({ end }) => end < query.length || /\s$/.test(query)) ?? []

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
    { id: 'search-help', group: 'Search', label: 'How to search', run: () => setHelping(true) },
    ...(written
      ? [
          {
            id: 'save-search',
            group: 'Search' as const,
            label: 'Save this search',
            keys: 'mod+d',
            whileTyping: true,
            run: () => save(written),
          },
        ]
      : []),
    ...(current
      ? [
          {
            id: 'more-like-this',
            group: 'Search' as const,
            label: 'More like this',
            keys: 'mod+shift+l',
            whileTyping: true,
            run: () => showLike(current),
          },
          {
            id: 'ask-about-passage',
            group: 'Search' as const,
            label: 'Ask about this passage',
            run: () => askAbout(current),
          },
        ]
      : []),
  ])
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) input.current?.focus()
  }, [])

  const refetchRecent = () => cache.invalidateQueries({ queryKey: queries.recentSearches.queryKey })

  function forget() {
    void client.search.saved
      .forget({})
      .then(refetchRecent, () => say('They could not be forgotten just now', 'Try again in a moment.'))
  }

  function type(next: string) {
    setPointed(null)
    setUnfolded(new Set())
    onQuery(next)
  }

  function showLike(passage: FoundPassage) {
    setPointed(null)
    setUnfolded(new Set())
    onLike({ passageId: passage.id, name: nameOfPassage(passage) })
  }

  function askAbout(passage: FoundPassage) {
    onAskAbout({ passage, name: nameOfPassage(passage) })
  }

  /** Shows where in the box a part of the query stands. */
  function point({ start, end }: QueryProblem) {
    input.current?.focus()
    input.current?.setSelectionRange(start, end)
  }

  function open(passage: FoundPassage) {
    if (query.trim()) void client.search.saved.used({ query }).then(refetchRecent, () => {})
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
      <SearchBox
        input={input}
        query={query}
        onQuery={type}
        names={names}
        onHelp={() => setHelping(true)}
        onSave={written === '' || isSaved ? null : () => save(written)}
      />
      <div className="facets" role="toolbar" aria-label="Narrow">
        <Facets
          narrow={narrow}
          onNarrow={setNarrow}
          mode={mode}
          onMode={setMode}
          order={order}
          onOrder={setOrder}
          counts={facets}
          sources={sources}
          collections={collections}
        />
        <span className="sum num" role="status">
          {!like && found && !isWaiting && sumOf(found.passages, found.milliseconds)}
          {!like && found && found.mode === 'words' && mode !== 'words' && ' · by words only'}
          {!like && found && !isWaiting && (
            <>
              {' · '}
              <Link to="/retrieval" search={{ q: written }} className="link">
                Why these
              </Link>
            </>
          )}
        </span>
      </div>
      <div className="hits" aria-busy={isWaiting}>
        {!like && (
          <Remarks
            query={query}
            problems={problems}
            didYouMean={(!isWaiting && found?.didYouMean) || null}
            onQuery={type}
            onPoint={point}
          />
        )}
        {like && (
          <LikeLine
            like={like}
            waiting={likes.isPending}
            failed={likes.isError}
            none={hits.length === 0}
            onBack={() => type(query)}
          />
        )}
        {isError && !like && <SearchFailed onAgain={again} />}
        {!query.trim() && !like && (
          <BeforeSearch library={library} examples={examples} recent={recent} onTry={type} onForget={forget} />
        )}
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
        <Preview
          passage={peeked}
          onLike={() => showLike(peeked)}
          onAskAbout={() => askAbout(peeked)}
          onOpen={() => open(peeked)}
        >
          {preview(placeOfHit(peeked))}
        </Preview>
      )}
      {helping && (
        <QueryHelp
          onClose={() => setHelping(false)}
          onTry={(example) => {
            setHelping(false)
            type(`${query.trim()} ${example} `.trimStart())
            requestAnimationFrame(() => input.current?.focus())
          }}
        />
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
