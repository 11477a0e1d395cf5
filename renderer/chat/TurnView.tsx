import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { memo, useMemo } from 'react'
import type { Answer, Turn } from '#contract/chat.contract'
import { queries, useLibraryState } from '../app/queries.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { Announcer } from './Announcer.tsx'
import { AnswerBody } from './AnswerBody.tsx'
import { AnswerTools } from './AnswerTools.tsx'
import type { LiveTurn } from './answer.ts'
import { Interrupted } from './Interrupted.tsx'
import { adviceOn } from './model-choice.ts'
import { NothingFound } from './NothingFound.tsx'
import { QuotesBody } from './QuotesBody.tsx'
import { shownAnswer } from './shown-answer.ts'
import { answerLine, liveLine } from './status-line.ts'

export interface TurnActions {
  readonly onOpen: (scope: string, n: number) => void
  readonly onAskAgain: (question: string) => void
  readonly onContinue: (turn: Turn) => void
  readonly onQuotes: (question: string) => void
}

export interface TurnViewProps extends TurnActions {
  readonly turn: Turn
  readonly first: boolean
  readonly scope: string
  readonly last: boolean
}

/** A question and its kept answer. */
export const TurnView = memo(function TurnView({ turn, first, scope, last, onOpen, ...actions }: TurnViewProps) {
  const { question, answer } = turn
  const open = useMemo(() => (n: number) => onOpen(scope, n), [onOpen, scope])
  return (
    <article className="turn" id={scope}>
      <Question text={question} first={first} />
      {answer && <KeptAnswer answer={answer} scope={scope} onOpen={open} turn={turn} onAskAgain={actions.onAskAgain} />}
      {answer?.state === 'interrupted' && <Interrupted turn={turn} last={last} {...actions} />}
      {answer && (
        <footer className="said">
          <span>{answerLine(answer)}</span>
          <AnswerTools turn={turn} current={last} onAskAgain={actions.onAskAgain} />
        </footer>
      )}
    </article>
  )
})

interface KeptAnswerProps {
  readonly turn: Turn
  readonly answer: Answer
  readonly scope: string
  readonly onOpen: (n: number) => void
  readonly onAskAgain: (question: string) => void
}

function KeptAnswer({ turn, answer, scope, onOpen, onAskAgain }: KeptAnswerProps) {
  const { text, evidence } = useMemo(() => shownAnswer(turn), [turn])
  if (answer.mode === 'nothing')
    return <NothingFound turn={turn} answer={answer} scope={scope} onAskAgain={onAskAgain} />
  if (answer.mode === 'quotes') {
    return (
      <>
        <Honest />
        <QuotesBody evidence={evidence} scope={scope} onOpen={onOpen} />
      </>
    )
  }
  return (
    <>
      {answer.thinking && <Thinking text={answer.thinking} />}
      <AnswerBody text={text} evidence={evidence} scope={scope} onOpen={onOpen} />
    </>
  )
}

export interface LiveTurnViewProps {
  readonly turn: LiveTurn
  readonly first: boolean
  readonly scope: string
  readonly onOpen: (scope: string, n: number) => void
}

/** A question whose answer is being looked for or written. */
export function LiveTurnView({ turn, first, scope, onOpen }: LiveTurnViewProps) {
  const documents = useLibraryState()?.documents ?? null
  const { text, evidence } = useMemo(() => shownAnswer(turn), [turn])
  const open = useMemo(() => (n: number) => onOpen(scope, n), [onOpen, scope])
  const waiting = turn.text === '' && turn.phase !== 'ended'
  return (
    <article className="turn" id={scope} data-live aria-busy={turn.phase !== 'ended'}>
      <Question text={turn.question} first={first} />
      {turn.thinking !== '' && <Thinking text={turn.thinking} />}
      {waiting && (
        <AfterBlink>
          <Waiting scope={scope} />
        </AfterBlink>
      )}
      {turn.text !== '' && turn.mode !== 'quotes' && turn.mode !== 'nothing' && (
        <AnswerBody text={text} evidence={evidence} scope={scope} arriving={turn.phase === 'writing'} onOpen={open} />
      )}
      {turn.phase !== 'ended' && (
        <AfterBlink milliseconds={1_000}>
          <footer className="said" role="status">
            <span>{liveLine(turn, documents)}</span>
          </footer>
        </AfterBlink>
      )}
      <Announcer text={turn.mode === 'model' ? turn.text : ''} ended={turn.phase === 'ended'} />
    </article>
  )
}

function Question({ text, first }: { readonly text: string; readonly first: boolean }) {
  const Heading = first ? 'h1' : 'h2'
  return (
    <Heading className="question" dir="auto">
      {text}
    </Heading>
  )
}

function Honest() {
  const { data: models } = useQuery(queries.models)
  return (
    <p className="honest">
      No model wrote this. These are the closest sentences in your documents, word for word.{' '}
      {models && adviceOn(models) && (
        <Link to="/settings/$section" params={{ section: 'models' }} className="link">
          How to get a model
        </Link>
      )}
    </p>
  )
}

function Thinking({ text }: { readonly text: string }) {
  return (
    <details className="thinking">
      <summary>What the model thinks</summary>
      <p dir="auto">{text.trim()}</p>
    </details>
  )
}

function Waiting({ scope }: { readonly scope: string }) {
  const lines = [
    { text: [94, 99, 46], note: [62, 88, 94, 70] },
    { text: [97, 90, 68], note: [54, 92, 84, 40] },
  ]
  return (
    <div className="answer" aria-hidden>
      {lines.map(({ text, note }, index) => (
        <div key={text.join()} className="bones-line">
          <div style={{ anchorName: `--${scope}-b${index}` }}>
            <Bones widths={text} />
          </div>
          {/* Custom properties are not in React's types. */}
          <div className="ev bones" style={{ '--at': `--${scope}-b${index}` } as object}>
            {note.map((width) => (
              <i key={width} style={{ width: `${width}%` }} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
