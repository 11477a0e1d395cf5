import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ModelChoice } from '#contract/models.contract'
import { placeToSearch } from '../app/document-place.ts'
import { usePageTitle } from '../app/page-title.ts'
import { queries } from '../app/queries.ts'
import { useLook, useSettings } from '../app/useSettings.ts'
import { focusQuestionEvent, useShellEvents } from '../app/useShellEvents.ts'
import { Button } from '../ui/Button.tsx'
import { ArchIcon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { isLive, turnsToShow } from './answer.ts'
import './answer.css'
import './evidence.css'
import './quick.css'
import { startAsking, unsaved, useLiveTurns } from './live-turns.ts'
import { modelName } from './model-choice.ts'
import { NotReady } from './NotReady.tsx'
import { isNotReady, problemOf } from './problem.ts'
import { shownAnswer } from './shown-answer.ts'
import { answerLine, liveLine } from './status-line.ts'
import { TurnView } from './TurnView.tsx'

const scope = 'quick'
const quotes: ModelChoice = { runtime: 'quotes', name: 'quotes' }

/** The floating window: one line, the answer under it, and the way into the window. */
export function QuickAskPage() {
  usePageTitle('Quick ask')
  useLook()
  // Every window hears of a deep link; it opens in the main one.
  useShellEvents('focus')
  const [question, setQuestion] = useState('')
  const [conversationId, setConversationId] = useState<string | null>(null)
  const live = useLiveTurns((store) => store.byConversation.get(conversationId ?? unsaved) ?? null)
  const { data: conversation } = useQuery({
    ...queries.conversation(conversationId ?? '', 30),
    enabled: conversationId !== null,
  })
  const { data: models } = useQuery(queries.models)
  const { settings } = useSettings()
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const focus = () => input.current?.select()
    window.addEventListener(focusQuestionEvent, focus)
    return () => window.removeEventListener(focusQuestionEvent, focus)
  }, [])

  const turn = turnsToShow(conversation?.turns ?? [], live).at(-1)

  function ask(model?: ModelChoice) {
    if (question.trim() === '' || (live && live.phase !== 'ended')) return
    setConversationId(null)
    startAsking({ question: question.trim(), model, quick: true }).then(setConversationId, () => {})
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') window.close()
    if (event.key !== 'Enter' || event.shiftKey) return
    const isAsking = event.target === input.current
    const isGoingOn = event.ctrlKey || event.metaKey
    // Elsewhere Enter is for the button that has the focus.
    if (!isAsking && !isGoingOn) return
    event.preventDefault()
    if (isGoingOn) goOn()
    else ask()
  }

  function goOn() {
    openInWindow(conversationId ? `/c/${conversationId}` : `/?question=${encodeURIComponent(question)}`)
  }

  function openEvidence(_scope: string, n: number) {
    const evidence = turn && shownAnswer(turn).evidence.find((one) => one.n === n)
    if (!evidence || !conversationId) return
    const search = Object.entries(placeToSearch(evidence)).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    )
    openInWindow(`/c/${conversationId}?${new URLSearchParams(search)}`)
  }

  const actions = {
    onOpen: openEvidence,
    onAskAgain: () => ask(),
    onContinue: goOn,
    onQuotes: () => ask(quotes),
    onEdit: () => {},
    branches: null,
  }
  return (
    <main className="quick" onKeyDown={onKeyDown}>
      <h1 className="unseen">Quick ask</h1>
      <div className="line">
        <ArchIcon size={20} strokeWidth={1.25} />
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label="Your question"
          placeholder="Ask about your documents"
          value={question}
          maxLength={8_000}
          autoFocus
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
      </div>
      {turn && (
        <div className="body">
          <TurnView turn={turn} scope={scope} first={false} last={false} {...actions} />
          {live?.error ? (
            <div className="notice" role="alert">
              <p>{problemOf(live.error)}</p>
              <div className="acts">
                {!isNotReady(live.error) && <Button onClick={() => ask()}>Try again</Button>}
                <NotReady error={live.error} onAsk={ask} />
              </div>
            </div>
          ) : null}
        </div>
      )}
      <footer>
        <span className="cut grow">
          {turn && isLive(turn) && liveLine(turn, null)}
          {turn && !isLive(turn) && turn.answer && answerLine(turn.answer)}
          {!turn && models && modelName(settings.quickModel ?? models.active)}
        </span>
        <button type="button" className="act" onClick={goOn}>
          Continue in the window <Keys keys="mod+enter" />
        </button>
        <button type="button" className="act" onClick={() => window.close()}>
          Close <Keys keys="escape" />
        </button>
      </footer>
    </main>
  )
}

/** In the desktop app the shell takes this to its window; in a browser it is a tab of that name. */
function openInWindow(route: string) {
  window.open(`./#${route}`, 'alcove')
  window.close()
}
