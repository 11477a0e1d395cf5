import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { queries } from '../app/queries.ts'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { turnsToShow } from './answer.ts'
import './ask.css'
import './answer.css'
import './evidence.css'
import { Composer } from './Composer.tsx'
import { useDraft } from './drafts.ts'
import { followAnswer } from './live-turns.ts'
import { ModelPicker, SourcePicker } from './Pickers.tsx'
import { Thread } from './Thread.tsx'
import { useAsk } from './useAsk.ts'

export function ConversationPage({ conversationId }: { readonly conversationId: string }) {
  const { data: conversation, error } = useQuery(queries.conversation(conversationId))
  const { live, isAsking, ask, goOn, again, stop, dismiss } = useAsk(conversationId)
  const [draft, type] = useDraft(conversationId)
  const [sourceIds, setSourceIds] = useState<readonly string[]>([])
  usePageTitle(conversation?.title ?? live?.question ?? 'Conversation')

  const kept = conversation?.turns
  const unfinished = kept?.findLast((turn) => turn.answer?.state === 'writing')
  useEffect(() => {
    if (unfinished && !isAsking) void followAnswer(conversationId, unfinished).catch(() => {})
  }, [conversationId, unfinished, isAsking])

  const turns = useMemo(() => turnsToShow(kept ?? [], live), [kept, live])
  const last = turns.at(-1)
  const modest = !isAsking && last !== undefined && 'answer' in last && last.answer?.state === 'interrupted'

  if (error && !live) return <Gone />
  if (!conversation && !live) return <Loading />
  return (
    <Thread
      turns={turns}
      error={live?.error ?? null}
      onRetry={again}
      onDismiss={dismiss}
      ask={ask}
      goOn={goOn}
      isAsking={isAsking}
      stop={stop}
    >
      <Composer
        text={draft}
        onText={type}
        placeholder={
          last && 'answer' in last && last.answer?.mode === 'quotes' ? 'Ask another question' : 'Ask a follow-up'
        }
        isAsking={isAsking}
        modest={modest}
        autoFocus
        onAsk={(question) => {
          type('')
          ask({ question, sourceIds: sourceIds.length > 0 ? [...sourceIds] : undefined })
        }}
        onStop={stop}
        choices={
          <>
            <SourcePicker sourceIds={sourceIds} onChange={setSourceIds} />
            <ModelPicker />
          </>
        }
      />
    </Thread>
  )
}

function Gone() {
  return (
    <main id="main" tabIndex={-1} className="ask first">
      <div className="start">
        <h1>This conversation is not here</h1>
        <p className="lede">It was removed, or the address is from another library. Your documents are as they were.</p>
        <Link to="/" className="link">
          Ask a question
        </Link>
      </div>
    </main>
  )
}

function Loading() {
  return (
    <main id="main" tabIndex={-1} className="ask" aria-busy>
      <AfterBlink>
        <div className="thread">
          <div className="turn">
            <Bones widths={[62]} className="mb-5" />
            <Bones widths={[94, 99, 46]} />
          </div>
        </div>
      </AfterBlink>
    </main>
  )
}
