import { Link, useRouter } from '@tanstack/react-router'
import type { Answer, Turn } from '#contract/chat.contract'
import { quotedText } from '#contract/quoted-text'
import { useLibraryState } from '../app/queries.ts'
import { useDocument } from '../app/useDocument.ts'
import { nameOfFile } from '../ui/file-name.ts'
import { StateShape } from '../ui/StateShape.tsx'
import { plural, timeLeft } from '../ui/words.ts'
import { placeOf } from './evidence.ts'

export interface NothingFoundProps {
  readonly turn: Turn
  readonly answer: Answer
  readonly scope: string
  readonly onAskAgain: (question: string) => void
}

/** Meaning is not always at hand: the page must not claim it was. */
function howSearched({ searchedBy }: Answer) {
  if (searchedBy === 'words') return 'by their words only; what they mean is not worked out yet'
  return searchedBy === null ? '' : 'by words and by meaning'
}

/** Said plainly: nothing answers this. What was searched, what is still unread, what to try. */
export function NothingFound({ turn, answer, scope, onAskAgain }: NothingFoundProps) {
  const library = useLibraryState()
  const { open } = useDocument()
  const router = useRouter()
  const unread = library?.queue ?? 0
  const nearest = answer.nearest
  const at = `--${scope}-nothing`

  return (
    <>
      <div className="answer">
        <p className="prose" style={{ anchorName: at }}>
          Your documents do not say.
        </p>
        {nearest && (
          // Custom properties are not in React's types.
          <aside className="ev" aria-label="Nearest passage" style={{ '--at': at } as object}>
            <header>
              <button
                type="button"
                className="name cut"
                title={nearest.path}
                onClick={() => open({ documentId: nearest.documentId, marks: [nearest.range], page: nearest.page })}
              >
                {nameOfFile(nearest)}
              </button>
              <span className="place num cut">{placeOf(nearest)}</span>
            </header>
            <blockquote dir="auto">“{quotedText(nearest.text, [], nearest.type).text}”</blockquote>
            <p className="why">
              <StateShape shape="empty" tone="wait" /> Nearest, but no answer
            </p>
          </aside>
        )}
      </div>
      <dl className="facts">
        <div>
          <dt>Searched</dt>
          <dd>
            {plural(answer.given.searched, 'document')} {howSearched(answer)}
          </dd>
        </div>
        {unread > 0 && (
          <div>
            <dt>Not yet</dt>
            <dd>
              {plural(unread, 'file')} still being read
              {library?.progress.secondsLeft ? `, ${timeLeft(library.progress.secondsLeft)}` : ''}
            </dd>
          </div>
        )}
        <div>
          <dt>Try</dt>
          <dd>
            <button
              type="button"
              className="link"
              onClick={() => router.history.push(`/search?q=${encodeURIComponent(turn.question)}`)}
            >
              Search for these words
            </button>
            , or ask with the words your documents use
          </dd>
          <dd>
            <Link to="/library" className="link">
              Add documents
            </Link>{' '}
            that could say it
          </dd>
          {unread > 0 && (
            <dd>
              <button type="button" className="link" onClick={() => onAskAgain(turn.question)}>
                Ask again
              </button>{' '}
              when all is read
            </dd>
          )}
        </div>
      </dl>
    </>
  )
}
