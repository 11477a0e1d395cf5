import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { WaitingQuestion } from '#contract/conversations.contract'
import { usePageTitle } from '../app/page-title.ts'
import { queries } from '../app/queries.ts'
import { Button } from '../ui/Button.tsx'
import { AfterBlink, Bones } from '../ui/Skeleton.tsx'
import { count, plural } from '../ui/words.ts'
import { turnsToShow } from './answer.ts'
import './ask.css'
import './answer.css'
import './evidence.css'
import { useAlong } from './along/useAlong.ts'
import { Composer } from './Composer.tsx'
import { AssistantPicker } from './composing/AssistantPicker.tsx'
import { dequeue, enqueue, useDraft } from './drafts.ts'
import { followAnswer } from './live-turns.ts'
import { ModelPicker, SourcePicker } from './Pickers.tsx'
import { Thread } from './Thread.tsx'
import type { Branches } from './TurnView.tsx'
import { MapDialog } from './tree/MapDialog.tsx'
import { useBranches } from './tree/useBranches.ts'
import { useAsk } from './useAsk.ts'
import { useWaiting } from './useWaiting.ts'
import { Waiting } from './Waiting.tsx'

const turnsAtOnce = 30

export function ConversationPage({ conversationId }: { readonly conversationId: string }) {
  const [wanted, setWanted] = useState(turnsAtOnce)
  const { data: conversation, error } = useQuery(queries.conversation(conversationId, wanted))
  const { live, isAsking, ask, goOn, again, stop, dismiss } = useAsk(conversationId)
  const place = conversation?.temporary ? `!${conversationId}` : conversationId
  const [draft, type] = useDraft(place)
  const [sourceIds, setSourceIds] = useState<readonly string[]>([])
  const [mapping, setMapping] = useState(false)
  const along = useAlong(place, { conversationId, temporary: conversation?.temporary ?? false })
  const [assistant, setAssistant] = useState<string | null>()
  const branches = useBranches()
  const navigate = useNavigate()
  usePageTitle(conversation?.title ?? live?.question ?? 'Conversation')

  const kept = conversation?.turns
  const unfinished = kept?.findLast((turn) => turn.answer?.state === 'writing')
  useEffect(() => {
    if (unfinished && !isAsking) void followAnswer(conversationId, unfinished).catch(() => {})
  }, [conversationId, unfinished, isAsking])

  const turns = useMemo(() => turnsToShow(kept ?? [], live), [kept, live])
  const last = turns.at(-1)
  const brokeOff = last !== undefined && 'answer' in last && last.answer?.state === 'interrupted'
  const askNow = ({ question, attachments }: WaitingQuestion) => {
    const sources = sourceIds.length > 0 ? { sourceIds: [...sourceIds] } : {}
    ask({ question, attachments, ...sources, ...(assistant === undefined ? {} : { assistantId: assistant }) })
  }
  const { waiting, held, askNext } = useWaiting({ place, live, brokeOff, ask: askNow })
  const ways = useMemo<Branches>(
    () => ({
      show: branches.show,
      fork: branches.fork,
      map: () => setMapping(true),
      compare: (questionId) =>
        void navigate({ to: '/c/$id/compare/$questionId', params: { id: conversationId, questionId } }),
    }),
    [branches.show, branches.fork, navigate, conversationId],
  )

  if (error && !live) return <Gone />
  if (!conversation && !live) return <Loading />
  return (
    <Thread
      turns={turns}
      earlier={conversation?.earlier ?? 0}
      above={
        <Above
          temporary={conversation?.temporary ?? false}
          earlier={conversation?.earlier ?? 0}
          onMore={() => setWanted((before) => before + turnsAtOnce)}
        />
      }
      error={live?.error ?? null}
      onRetry={again}
      onDismiss={dismiss}
      ask={ask}
      goOn={goOn}
      isAsking={isAsking}
      stop={stop}
      branches={ways}
      onAskAbout={along.addPassage}
    >
      <Waiting
        questions={waiting}
        held={held}
        onAsk={askNext}
        onRemove={(index) => dequeue(place, index)}
        onEdit={(index) => {
          const taken = dequeue(place, index)
          if (!taken) return
          type(draft.trim() === '' ? taken.question : `${draft}\n${taken.question}`)
          for (const one of taken.attachments) along.add(one)
        }}
      />
      <Composer
        text={draft}
        onText={type}
        placeholder={
          last && 'answer' in last && last.answer?.mode === 'quotes' ? 'Ask another question' : 'Ask a follow-up'
        }
        isAsking={isAsking}
        modest={!isAsking && brokeOff}
        autoFocus
        onAsk={(question) => {
          type('')
          askNow({ question, attachments: along.take() })
        }}
        onQueue={(question) => {
          type('')
          enqueue(place, { question, attachments: along.take() })
        }}
        onStop={stop}
        along={along}
        choices={
          <>
            <SourcePicker sourceIds={sourceIds} onChange={setSourceIds} />
            <AssistantPicker
              assistantId={assistant === undefined ? (conversation?.assistantId ?? null) : assistant}
              onChange={setAssistant}
            />
            <ModelPicker />
          </>
        }
      />
      {mapping && (
        <MapDialog conversationId={conversationId} onShow={branches.show} onClose={() => setMapping(false)} />
      )}
    </Thread>
  )
}

interface AboveProps {
  readonly temporary: boolean
  readonly earlier: number
  readonly onMore: () => void
}

/** What stands above the turns: that nothing of this is kept, and the way to what was said before. */
function Above({ temporary, earlier, onMore }: AboveProps) {
  return (
    <>
      {temporary && (
        <p className="turn text-muted">
          This conversation is in memory only. It is on no disk, and gone when Alcove ends.
        </p>
      )}
      {earlier > 0 && (
        <p className="turn">
          <Button kind="quiet" onClick={onMore}>
            Show {plural(Math.min(earlier, turnsAtOnce), 'earlier question')} of {count(earlier)}
          </Button>
        </p>
      )}
    </>
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
