import { Link } from '@tanstack/react-router'
import type { LibraryState } from '#contract/library.contract'
import type { Source } from '#contract/library-item'
import { ask } from '../app/asked.ts'
import { Button } from '../ui/Button.tsx'
import { plural, timeLeft } from '../ui/words.ts'
import { type Narrow, waysOut } from './narrow.ts'
import { useWaysOut, type Wanted } from './useFind.ts'

export interface NothingFoundProps {
  readonly wanted: Wanted
  readonly sources: readonly Source[]
  readonly library: LibraryState | null
  readonly onNarrow: (narrow: Narrow) => void
  readonly onFused: () => void
}

/** Stands where the results would be: what would bring some. */
export function NothingFound({ wanted, sources, library, onNarrow, onFused }: NothingFoundProps) {
  const ways = useWaysOut(wanted, waysOut(wanted.narrow, new Map(sources.map(({ id, title }) => [id, title]))))
  return (
    <section className="nothing">
      <h2>{says(wanted, ways.length > 0)}</h2>
      <ul className="ways out">
        {ways.map(({ way, found }) => (
          <li key={way.key}>
            <button type="button" onClick={() => onNarrow(way.narrow)}>
              <span className="cut">
                Without <b>{way.without}</b>
              </span>
              <span className="cut text-muted">{found?.passages[0]?.path.split(/[\\/]/).at(-1)}</span>
              <span className="num text-muted">{found && plural(found.passages.length, 'passage')}</span>
            </button>
          </li>
        ))}
        {wanted.mode !== 'fused' && (
          <li>
            <button type="button" onClick={onFused}>
              <span>By words and meaning</span>
              <span className="cut text-muted">also finds what is said in other words</span>
              <span />
            </button>
          </li>
        )}
        <li>
          <Link to="/" search={{ question: wanted.query }}>
            <span className="cut">Ask it as a question</span>
            <span className="cut text-muted">what comes closest is quoted, with its source</span>
            <span />
          </Link>
        </li>
        <li>
          <button type="button" onClick={() => ask({ kind: 'why', path: '', query: wanted.query })}>
            <span className="cut">Find out why</span>
            <span className="cut text-muted">name a file that should have been found</span>
            <span />
          </button>
        </li>
      </ul>
      <p className="text-muted">{searchedLine(library)}</p>
    </section>
  )
}

function says({ mode }: Wanted, narrowed: boolean) {
  const how =
    mode === 'words' ? 'has these words' : mode === 'meaning' ? 'means the same' : 'has these words or means the same'
  return narrowed ? `Nothing left by these filters ${how}.` : `Nothing in your documents ${how}.`
}

function searchedLine(library: LibraryState | null) {
  if (!library) return ''
  const searched = `${plural(library.documents, 'document')} ${library.documents === 1 ? 'was' : 'were'} searched.`
  if (library.queue === 0) return searched
  const left = library.progress.secondsLeft
  return `${searched} ${plural(library.queue, 'more is', 'more are')} being read${left === null ? '' : `, ${timeLeft(left)}`}.`
}

export interface BeforeSearchProps {
  readonly library: LibraryState | null
  readonly examples: readonly string[]
  readonly recent: readonly string[]
  readonly onTry: (query: string) => void
  /** Forgets all recent searches. */
  readonly onForget: () => void
}

/** Teaches by an example that works, before anything is typed. */
export function BeforeSearch({ library, examples, recent, onTry, onForget }: BeforeSearchProps) {
  if (library?.documents === 0) {
    return (
      <section className="nothing">
        <h2>There is nothing to search yet.</h2>
        <p className="mt-1 mb-4 text-muted">Add a folder, and its first files are found within seconds.</p>
        <Link to="/library" className="link">
          Go to the Library
        </Link>
      </section>
    )
  }
  return (
    <section className="nothing">
      <h2>Find the very place.</h2>
      <p className="mt-1 text-muted">
        Some words of it are enough, or what it means in words of your own. “Words in quotation marks” are found as they
        stand, and type:pdf, tag:lease or after:2026 narrow it.
      </p>
      {recent.length > 0 ? (
        <>
          <h3>
            Lately
            <button type="button" className="link" onClick={onForget}>
              Forget these
            </button>
          </h3>
          <Tries queries={recent.slice(0, mostRecent)} onTry={onTry} />
        </>
      ) : (
        <Tries queries={examples} onTry={onTry} />
      )}
    </section>
  )
}

const mostRecent = 8

function Tries({ queries, onTry }: { readonly queries: readonly string[]; readonly onTry: (query: string) => void }) {
  if (queries.length === 0) return null
  return (
    <ul className="ways">
      {queries.map((query) => (
        <li key={query}>
          <button type="button" onClick={() => onTry(query)}>
            <span className="whole" dir="auto">
              {query}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Stands where the results would be when search did not answer. */
export function SearchFailed({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <section className="nothing" role="alert">
      <h2>Search did not answer just now.</h2>
      <p className="mt-1 mb-4 text-muted">Your documents are safe. It is started again by itself.</p>
      <Button onClick={onAgain}>Try again</Button>
    </section>
  )
}
