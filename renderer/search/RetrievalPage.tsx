import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Explained, SearchStage } from '#contract/search.contract'
import { client } from '../app/client.ts'
import { placeToSearch } from '../app/document-place.ts'
import { usePageTitle } from '../app/page-title.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { count, plural } from '../ui/words.ts'
import { placeName, placeOfHit } from './hits.ts'
import { SearchFailed } from './Nothing.tsx'
import './retrieval.css'

export interface RetrievalPageProps {
  readonly query: string
  readonly onQuery: (query: string) => void
}

const stageNames: Readonly<Record<SearchStage, { readonly short: string; readonly says: string }>> = {
  words: { short: 'Words', says: 'Passages with the telling words of the question, by BM25.' },
  meaning: { short: 'Meaning', says: 'Passages whose vectors lie next to that of the question, by cosine.' },
  fused: { short: 'Both', says: 'The two rankings on one scale, added.' },
  'words-again': { short: 'Words, again', says: 'Passages with words that the first results share.' },
  'meaning-again': { short: 'Meaning, again', says: 'Next to the question moved towards the first results.' },
  reranked: { short: 'Reread', says: 'The best of it, each read together with the question by a cross-encoder.' },
  result: { short: 'Result', says: 'All of it together: what search shows.' },
}

/** Shows for one question what each step of the search found and how well, so that a person sees why. */
export function RetrievalPage({ query, onQuery }: RetrievalPageProps) {
  usePageTitle('Why these')
  const [typed, setTyped] = useState(query)
  const { data, isError, isPending, refetch } = useQuery({
    queryKey: ['search', 'explain', query],
    queryFn: ({ signal }) => client.search.explain({ query, limit: 20 }, { signal }),
    enabled: query.trim() !== '',
  })
  return (
    <main id="main" className="retrieval" tabIndex={-1}>
      <header>
        <h1>Why these</h1>
        <Link to="/search" search={{ q: query || undefined }} className="link">
          Back to the search
        </Link>
      </header>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          onQuery(typed.trim())
        }}
      >
        <TextField label="Question or words" value={typed} onChange={setTyped} maxLength={8_000} spellCheck={false} />
        <Button kind="primary" disabled={typed.trim() === ''}>
          Explain
        </Button>
      </form>
      {query.trim() === '' && (
        <p className="text-muted">Type what you would search for, and see what each step of the search makes of it.</p>
      )}
      {isError && <SearchFailed onAgain={() => void refetch()} />}
      {isPending && query.trim() !== '' && (
        <AfterBlink>
          <Bones widths={[60, 90, 90, 80]} />
        </AfterBlink>
      )}
      {data && (
        <>
          <Terms explained={data} />
          <Stages explained={data} />
          <Rows explained={data} />
        </>
      )}
    </main>
  )
}

function Terms({ explained: { terms, embedder, found } }: { readonly explained: Explained }) {
  const most = Math.max(...terms.map(({ weight }) => weight), 0.001)
  return (
    <section aria-label="How it was understood">
      <h2>How it was understood</h2>
      {terms.length === 0 && <p className="text-muted">No words, so documents are listed, the newest first.</p>}
      <ul className="terms">
        {terms.map(({ words, kind, passages, weight }) => (
          <li key={`${kind}:${words}`} data-kind={kind}>
            <span className="em" dir="auto">
              {kind === 'phrase' ? `“${words}”` : kind === 'excluded' ? `not ${words}` : words}
            </span>
            <i className="meter" aria-hidden>
              <i style={{ width: `${(weight / most) * 100}%` }} />
            </i>
            <span className="num text-muted">
              {passages === 0 ? 'nowhere' : `in ${plural(passages, 'passage')}`}
              {kind !== 'excluded' && ` · weighs ${weight.toFixed(2)}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-muted">
        {embedder === null
          ? found.mode === 'words'
            ? 'By words alone: nothing was compared by meaning.'
            : 'The embedding model does not know this language, so the words decide.'
          : `${embedder.id} knows ${Math.round(embedder.understands * 100)} % of the language of the question and of what its words find.`}
      </p>
    </section>
  )
}

function Stages({ explained: { stages, found } }: { readonly explained: Explained }) {
  return (
    <section aria-label="Steps">
      <h2>Steps</h2>
      <table>
        <thead>
          <tr>
            <th>Step</th>
            <th>What it does</th>
            <th className="right">Ranked</th>
            <th className="right">Time</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, ranked, milliseconds, words }) => (
            <tr key={stage}>
              <td>{stageNames[stage].short}</td>
              <td className="text-muted">
                {stageNames[stage].says}
                {words !== null && <> They added {words.replaceAll('"', '').replaceAll(' OR ', ', ')}.</>}
              </td>
              <td className="right num">{count(ranked)}</td>
              <td className="right num">{milliseconds.toFixed(1)} ms</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-muted num">
        {plural(found.searched.passages, 'passage')} of {plural(found.searched.documents, 'document')} in{' '}
        {found.milliseconds.toFixed(0)} ms.
      </p>
    </section>
  )
}

function Rows({ explained: { rows, stages } }: { readonly explained: Explained }) {
  const navigate = useNavigate()
  const shown = stages.map(({ stage }) => stage).filter((stage) => stage !== 'result')
  const inOrder = rows.toSorted((a, b) => (a.ranks.result?.rank ?? 1e9) - (b.ranks.result?.rank ?? 1e9))
  return (
    <section aria-label="Passages">
      <h2>Passages</h2>
      <p className="text-muted">
        The rank in each step, and its score. A passage belongs to the question when its words cover 60 % of the weight,
        its cosine is 0.55, or both together make 0.7.
      </p>
      {rows.length === 0 && <p>Nothing was found.</p>}
      {rows.length > 0 && (
        // The scores are wide; the page itself does not scroll sideways.
        <section className="wide" aria-label="Ranks" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th className="right">#</th>
                <th>Passage</th>
                {shown.map((stage) => (
                  <th key={stage} className="right">
                    {stageNames[stage].short}
                  </th>
                ))}
                <th className="right">Words covered</th>
                <th className="right">Cosine</th>
                <th>Belongs</th>
              </tr>
            </thead>
            <tbody>
              {inOrder.map(({ passage, ranks, covered, cosine }) => (
                <tr key={passage.id}>
                  <td className="right num">{ranks.result?.rank ?? '–'}</td>
                  <td>
                    <button
                      type="button"
                      className="link"
                      dir="auto"
                      onClick={() =>
                        void navigate({
                          to: '.',
                          search: (before: object) => ({ ...before, ...placeToSearch(placeOfHit(passage)) }),
                        })
                      }
                    >
                      {nameOfFile(passage)}
                    </button>{' '}
                    <span className="text-muted num">{placeName(passage)}</span>
                  </td>
                  {shown.map((stage) => {
                    const place = ranks[stage]
                    return (
                      <td key={stage} className="right num">
                        {place ? (
                          <>
                            {place.rank} <span className="text-muted">{place.score.toFixed(2)}</span>
                          </>
                        ) : (
                          <span className="text-muted">–</span>
                        )}
                      </td>
                    )
                  })}
                  <td className="right num">{Math.round(covered * 100)} %</td>
                  <td className="right num">{cosine === null ? '–' : cosine.toFixed(2)}</td>
                  <td>{passage.relevant ? 'yes' : 'no'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}
