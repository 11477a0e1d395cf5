import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { memo, useMemo } from 'react'
import type { StoodInFor, Turn } from '#contract/chat.contract'
import { stoodInSentence } from '#contract/chat.sentences'
import { shortName } from '../app/model-choice.ts'
import { queries, useLibraryState } from '../app/queries.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { Announcer } from './Announcer.tsx'
import { AnswerBody } from './AnswerBody.tsx'
import { AnswerTools } from './AnswerTools.tsx'
import { AloudBar } from './aloud/AloudBar.tsx'
import { isLive, type LiveTurn } from './answer.ts'
import { Interrupted } from './Interrupted.tsx'
import { adviceOn } from './model-choice.ts'
import { NothingFound } from './NothingFound.tsx'
import { QuotesBody } from './QuotesBody.tsx'
import { SummedUp } from './SummedUp.tsx'
import { shownAnswer } from './shown-answer.ts'
import { answerLine, liveLine } from './status-line.ts'
import { Question } from './tree/Question.tsx'

export interface TurnActions {
  readonly onOpen: (scope: string, n: number) => void
  readonly onAskAgain: (turn: Turn) => void
  readonly onContinue: (turn: Turn) => void
  readonly onQuotes: (turn: Turn) => void
  readonly onEdit: (turn: Turn, question: string) => void
  readonly branches: Branches | null
}

/** Ways from a turn to other branches. */
export interface Branches {
  readonly show: (messageId: string) => void
  readonly fork: (answerId: string) => void
  readonly compare: (questionId: string) => void
  readonly map: () => void
}

export interface TurnViewProps extends TurnActions {
  readonly turn: Turn | LiveTurn
  readonly first: boolean
  readonly scope: string
  readonly last: boolean
  /** Anchor of the note above the turn. */
  readonly above?: string | undefined
}

/**
 * A question and its answer, on its way or kept. One component for both: when an answer is finished, what stands on the
 * page stays there and is not drawn anew.
 */
export const TurnView = memo(function TurnView({ turn, first, scope, last, above, onOpen, ...actions }: TurnViewProps) {
  const live = isLive(turn) ? turn : null
  const kept = isLive(turn) ? null : turn
  const answer = kept?.answer ?? null
  const { text, evidence } = useMemo(() => shownAnswer(turn), [turn])
  const open = useMemo(() => (n: number) => onOpen(scope, n), [onOpen, scope])
  const mode = live ? live.mode : answer?.mode
  const thinking = live ? live.thinking : answer?.thinking
  const isWaiting = live !== null && live.text === '' && live.phase !== 'ended'
  const isWriting = live !== null && live.phase !== 'ended'
  return (
    <article
      className="turn"
      id={scope}
      data-scope={scope}
      // Custom properties are not in React's types.
      style={above ? ({ '--above': above } as object) : undefined}
      data-live={live ? '' : undefined}
      aria-busy={isWriting || undefined}
    >
      <Question
        text={turn.question}
        given={turn.attachments}
        first={first}
        turn={actions.branches && kept}
        current={last}
        onEdit={actions.onEdit}
        onShow={(id) => actions.branches?.show(id)}
      />
      {thinking && <Thinking text={thinking} />}
      {isWaiting && (
        <AfterBlink>
          <Waiting scope={scope} />
        </AfterBlink>
      )}
      {mode === 'model' && text !== '' && (
        <AnswerBody text={text} evidence={evidence} scope={scope} arriving={live?.phase === 'writing'} onOpen={open} />
      )}
      {mode === 'quotes' && answer && <Honest />}
      {mode === 'quotes' && answer && <QuotesBody evidence={evidence} scope={scope} onOpen={open} />}
      {kept && answer?.mode === 'nothing' && (
        <NothingFound turn={kept} answer={answer} scope={scope} onAskAgain={() => actions.onAskAgain(kept)} />
      )}
      {kept && answer?.state === 'interrupted' && <Interrupted turn={kept} last={last} {...actions} />}
      <StoodIn
        standsInFor={live ? live.standsInFor : answer?.standsInFor}
        by={live ? live.model : (answer?.model ?? null)}
      />
      {live && isWriting && <LiveFooter turn={live} />}
      {answer && <AloudBar answerId={answer.id} scope={scope} />}
      {kept && answer && (
        <footer className="said">
          <span>{answerLine(answer)}</span>
          <AnswerTools turn={kept} current={last} onAskAgain={actions.onAskAgain} branches={actions.branches} />
        </footer>
      )}
      {kept && actions.branches && <SummedUp turn={kept} />}
      {live && <Announcer text={live.mode === 'model' ? live.text : ''} ended={!isWriting} />}
    </article>
  )
})

function LiveFooter({ turn }: { readonly turn: LiveTurn }) {
  const documents = useLibraryState()?.documents ?? null
  return (
    <AfterBlink milliseconds={1_000}>
      <footer className="said">
        <span role="status">{liveLine(turn, documents)}</span>
      </footer>
    </AfterBlink>
  )
}

/** Another model than the one that was wanted writes this. */
function StoodIn({ standsInFor, by }: { readonly standsInFor: StoodInFor | undefined; readonly by: string | null }) {
  if (!standsInFor) return null
  const wanted = { ...standsInFor, model: shortName(standsInFor.model) }
  return <p className="honest">{stoodInSentence(wanted, by === null ? 'quotes' : shortName(by))}</p>
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
