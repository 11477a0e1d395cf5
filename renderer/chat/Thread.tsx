import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import type { AskInput, Turn } from '#contract/chat.contract'
import type { ModelChoice } from '#contract/models.contract'
import { useActions } from '../app/actions.ts'
import { Button } from '../ui/Button.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { isLive, type LiveTurn } from './answer.ts'
import { CitationPeek } from './cited/CitationPeek.tsx'
import { AskAboutPassage } from './EvidenceNote.tsx'
import type { Evidence } from './evidence.ts'
import { NotReady } from './NotReady.tsx'
import { problemOf } from './problem.ts'
import { type Branches, TurnView } from './TurnView.tsx'
import { usePointing } from './usePointing.ts'
import { scopeOf, useThread } from './useThread.ts'

export interface ThreadProps {
  readonly turns: readonly (Turn | LiveTurn)[]
  /** How many turns stand above those given. */
  readonly earlier?: number
  /** Stands above the turns. */
  readonly above?: ReactNode
  readonly error: unknown
  readonly onRetry: (change?: Partial<AskInput>) => void
  readonly onDismiss: () => void
  readonly ask: (input: AskInput) => void
  readonly goOn: (turn: Turn) => void
  readonly isAsking: boolean
  readonly stop: () => void
  /** Ways between branches; null while there is no conversation yet. */
  readonly branches: Branches | null
  /** Takes a passage along to the next question. */
  readonly onAskAbout: (evidence: Evidence) => void
  /** The composer. */
  readonly children: ReactNode
}

/** Questions and answers in the column, evidence in the margin, the composer under both. */
export function Thread({
  turns,
  earlier = 0,
  above,
  error,
  onRetry,
  onDismiss,
  ask,
  goOn,
  isAsking,
  stop,
  branches,
  onAskAbout,
  children,
}: ThreadProps) {
  const thread = useRef<HTMLDivElement>(null)
  const { onOpen, opened, evidenceOf, lastNotes } = useThread(turns, earlier)
  usePointing(thread, opened)
  useNewQuestionOnTop(thread, turns)
  const askLater = useRef(ask)
  askLater.current = ask
  const again = useCallback(
    ({ question, questionId, attachments }: Turn) => askLater.current({ question, attachments, again: questionId }),
    [],
  )
  const quotes = useCallback(
    ({ question, questionId, attachments }: Turn) =>
      askLater.current({ question, attachments, again: questionId, model: { runtime: 'quotes', name: 'quotes' } }),
    [],
  )
  const edit = useCallback(
    ({ parentId, attachments }: Turn, question: string) => askLater.current({ question, attachments, after: parentId }),
    [],
  )
  const askAboutLater = useRef(onAskAbout)
  askAboutLater.current = onAskAbout
  const askAbout = useCallback((evidence: Evidence) => askAboutLater.current(evidence), [])
  const goOnLater = useRef(goOn)
  goOnLater.current = goOn
  const goOnWith = useCallback((turn: Turn) => goOnLater.current(turn), [])
  useActions(
    isAsking
      ? [{ id: 'stop', group: 'Ask', label: 'Stop the answer', keys: 'escape', whileTyping: true, run: stop }]
      : [],
  )

  return (
    <main id="main" tabIndex={-1} className="ask">
      <div className="scroll">
        <div className="thread" ref={thread}>
          {above}
          <AskAboutPassage value={askAbout}>
            {turns.map((turn, index) => (
              <TurnView
                key={scopeOf(earlier + index)}
                turn={turn}
                scope={scopeOf(earlier + index)}
                first={earlier + index === 0}
                above={lastNotes[index - 1]}
                last={index === turns.length - 1 && !isAsking}
                onOpen={onOpen}
                onAskAgain={again}
                onContinue={goOnWith}
                onQuotes={quotes}
                onEdit={edit}
                branches={isAsking ? null : branches}
              />
            ))}
          </AskAboutPassage>
          <CitationPeek thread={thread} evidenceOf={evidenceOf} />
          {error !== null && error !== undefined && (
            <div className="turn">
              <div className="notice" role="alert">
                <p>
                  <StateShape shape="cross" tone="bad" />
                  <span>{problemOf(error)}</span>
                </p>
                <div className="acts">
                  <Button kind="primary" onClick={() => onRetry()}>
                    Try again
                  </Button>
                  <NotReady
                    error={error}
                    onAsk={(model) => onRetry(model && { model, ...(isQuotes(model) ? { continues: undefined } : {}) })}
                  />
                  <Button onClick={onDismiss}>Leave it</Button>
                </div>
              </div>
            </div>
          )}
        </div>
      </div>
      <div className="dock">{children}</div>
    </main>
  )
}

function isQuotes({ runtime }: ModelChoice) {
  return runtime === 'quotes'
}

/** Brings a question that was just asked to the top, once; from then on the scroll position is the reader's. */
function useNewQuestionOnTop(thread: React.RefObject<HTMLElement | null>, turns: readonly (Turn | LiveTurn)[]) {
  const newest = turns.at(-1)
  // An answer that is taken up again stays where the reader has it.
  const key = newest && isLive(newest) && newest.kept === '' ? newest.askedAt : null
  useEffect(() => {
    if (key === null || turns.length < 2) return
    thread.current?.querySelector('[data-live]')?.scrollIntoView({ block: 'start', behavior: 'instant' })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once per question, whatever is added to it later
  }, [key])
}
