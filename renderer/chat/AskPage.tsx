import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { queries, useLibraryState } from '../app/queries.ts'
import { useSettings } from '../app/useSettings.ts'
import { buttonClass } from '../ui/Button.tsx'
import './ask.css'
import './answer.css'
import './evidence.css'
import { useAlong } from './along/useAlong.ts'
import { Composer, OnlyDocument } from './Composer.tsx'
import { AssistantPicker } from './composing/AssistantPicker.tsx'
import { setDraft, useDraft } from './drafts.ts'
import { ModelPicker, SourcePicker } from './Pickers.tsx'
import { Thread } from './Thread.tsx'
import { useAsk } from './useAsk.ts'

export interface AskPageProps {
  /** A question to begin with. */
  readonly question: string
  /** Limits the question to one document. */
  readonly documentId: string | null
}

/** The box, and three questions that fit what the library holds. */
export function AskPage({ question, documentId }: AskPageProps) {
  usePageTitle('Ask')
  const { live, isAsking, ask, goOn, again, stop, dismiss } = useAsk(null)
  const [temporary, setTemporary] = useState(false)
  const place = temporary ? '!ask' : 'ask'
  const [draft, type] = useDraft(place)
  const [sourceIds, setSourceIds] = useState<readonly string[]>([])
  const along = useAlong(place, { conversationId: null, temporary })
  const [assistant, setAssistant] = useState<string | null>(null)
  const [onlyDocument, setOnlyDocument] = useState(documentId)
  const library = useLibraryState()
  const { settings, known } = useSettings()
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    if (question) setDraft('ask', question)
  }, [question])

  if (known && !settings.welcomed && library?.documents === 0 && library.queue === 0) return <Navigate to="/welcome" />

  function begin(wanted: string) {
    type('')
    ask({
      question: wanted,
      attachments: along.take(),
      sourceIds: sourceIds.length > 0 ? [...sourceIds] : undefined,
      assistantId: assistant ?? undefined,
      documentIds: onlyDocument ? [onlyDocument] : undefined,
      temporary: temporary || undefined,
    })
  }

  /** What is typed moves along, and leaves what is kept. */
  function keepNothing(on: boolean) {
    const other = on ? '!ask' : 'ask'
    setDraft(other, draft)
    type('')
    along.move(other, { conversationId: null, temporary: on })
    setTemporary(on)
  }

  const composer = (
    <Composer
      text={draft}
      onText={type}
      placeholder={live ? 'Ask a follow-up' : 'Ask about your documents'}
      isAsking={isAsking}
      autoFocus
      onAsk={begin}
      onStop={stop}
      along={along}
      choices={
        <>
          {onlyDocument ? (
            <OnlyThis documentId={onlyDocument} onLift={() => setOnlyDocument(null)} />
          ) : (
            <SourcePicker sourceIds={sourceIds} onChange={setSourceIds} />
          )}
          <AssistantPicker assistantId={assistant} onChange={setAssistant} />
          <ModelPicker />
          <TemporarySwitch on={temporary} onChange={keepNothing} />
        </>
      }
    />
  )

  if (live) {
    return (
      <Thread
        turns={[live]}
        error={live.error}
        onRetry={again}
        onDismiss={dismiss}
        ask={ask}
        goOn={goOn}
        isAsking={isAsking}
        stop={stop}
        branches={null}
        onAskAbout={along.addPassage}
      >
        {composer}
      </Thread>
    )
  }
  return (
    <main ref={main} id="main" tabIndex={-1} className="ask first">
      <div className="start">
        <h1>What would you like to know?</h1>
        {library && library.documents === 0 && library.queue === 0 ? <NoDocuments /> : composer}
        <Suggestions onAsk={begin} />
      </div>
    </main>
  )
}

function TemporarySwitch({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      title="A conversation in memory only: on no disk, and gone when Alcove ends"
      className={`${buttonClass('quiet')} aria-pressed:text-accent`}
      onClick={() => onChange(!on)}
    >
      {on ? 'Not kept' : 'Kept'}
    </button>
  )
}

function OnlyThis({ documentId, onLift }: { readonly documentId: string; readonly onLift: () => void }) {
  const { data } = useQuery(queries.document(documentId))
  return <OnlyDocument title={data?.title ?? 'this document'} onLift={onLift} />
}

function Suggestions({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const { data: suggestions = [] } = useQuery(queries.suggestions)
  if (suggestions.length === 0) return null
  return (
    <ul className="tries" aria-label="Examples">
      {suggestions.map((suggestion) => (
        <li key={suggestion}>
          <button type="button" dir="auto" onClick={() => onAsk(suggestion)}>
            {suggestion}
          </button>
        </li>
      ))}
    </ul>
  )
}

function NoDocuments() {
  return (
    <>
      <p className="lede">
        There is nothing to ask yet. Add a folder of your own, or try the sample library; the first question can be
        asked after a few files.
      </p>
      <Link to="/library" className={buttonClass('primary')}>
        Add documents
      </Link>
    </>
  )
}
