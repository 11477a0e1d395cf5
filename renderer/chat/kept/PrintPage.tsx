import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Turn } from '#contract/chat.contract'
import { usePageTitle } from '../../app/page-title.ts'
import { queries } from '../../app/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Markdown } from '../../ui/Markdown.tsx'
import { longDate } from '../../ui/words.ts'
import { placeOf } from '../evidence.ts'
import './print.css'

const allTurns = 10_000

/** A whole conversation on paper: questions, answers, and the sources of each below it. */
export function PrintPage({ conversationId }: { readonly conversationId: string }) {
  const { data: conversation, isError } = useQuery(queries.conversation(conversationId, allTurns))
  usePageTitle(conversation?.title ?? 'Print')
  const isReady = conversation !== undefined
  useEffect(() => {
    if (isReady) window.print()
  }, [isReady])
  return (
    <main id="main" tabIndex={-1} className="paper">
      <p className="acts">
        <Link to="/c/$id" params={{ id: conversationId }} className="link">
          Back to the conversation
        </Link>
        <Button kind="primary" disabled={!isReady} onClick={() => window.print()}>
          Print, or save as PDF
        </Button>
      </p>
      {isError && <p>The conversation could not be read just now. Go back and try again; it is kept.</p>}
      {conversation && (
        <>
          <h1 dir="auto">{conversation.title}</h1>
          <p className="text-muted">{longDate(conversation.createdAt)}</p>
          {conversation.turns.map((turn) => (
            <Printed key={turn.questionId} turn={turn} />
          ))}
        </>
      )}
    </main>
  )
}

function Printed({ turn: { question, attachments, answer } }: { readonly turn: Turn }) {
  return (
    <section>
      <h2 dir="auto">{question}</h2>
      {attachments.length > 0 && (
        <p className="text-muted">Given along: {attachments.map(({ title }) => title).join(', ')}</p>
      )}
      {answer && (
        <div className="prose">
          <Markdown text={answer.text} formulas onLink={() => {}} />
        </div>
      )}
      {answer && answer.citations.length > 0 && (
        <ol>
          {answer.citations.map(({ n, passage, quote }) => (
            <li key={n} value={n}>
              {passage.title}, {placeOf(passage)}: “{quote}”
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
