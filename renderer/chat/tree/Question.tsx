import { Pencil } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Attachment } from '#contract/attachments.contract'
import type { Turn } from '#contract/chat.contract'
import { useActions } from '../../app/actions.ts'
import { useDocument } from '../../app/useDocument.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { GivenAlong } from '../along/AlongChips.tsx'
import { Versions } from './Versions.tsx'
import './tree.css'

export interface QuestionProps {
  readonly text: string
  readonly given: readonly Attachment[]
  readonly first: boolean
  /** Null while its answer is on its way. */
  readonly turn: Turn | null
  /** True for the last question: the key is about it. */
  readonly current: boolean
  readonly onEdit: (turn: Turn, question: string) => void
  readonly onShow: (messageId: string) => void
}

/** A question, its other wordings, and the way to word it anew: what stands below it now stays on its own branch. */
export function Question({ text, given, first, turn, current, onEdit, onShow }: QuestionProps) {
  const { open } = useDocument()
  const [editing, setEditing] = useState(false)
  const Heading = first ? 'h1' : 'h2'
  if (editing && turn) {
    return (
      <EditQuestion
        text={text}
        onCancel={() => setEditing(false)}
        onAsk={(question) => {
          setEditing(false)
          onEdit(turn, question)
        }}
      />
    )
  }
  return (
    <>
      <div className="asked">
        <Heading className="question" dir="auto">
          {text}
        </Heading>
        {turn && (
          <div className="tools">
            <Versions of="question" ids={turn.questions} current={turn.questionId} onShow={onShow} />
            <IconButton
              icon={Pencil}
              label="Edit the question"
              keys={current ? 'e' : undefined}
              onClick={() => setEditing(true)}
            />
            {current && <EditKey onEdit={() => setEditing(true)} />}
          </div>
        )}
      </div>
      <GivenAlong given={given} onOpen={(documentId) => open({ documentId, marks: [], page: null })} />
    </>
  )
}

function EditKey({ onEdit }: { readonly onEdit: () => void }) {
  useActions([{ id: 'edit-question', group: 'Ask', label: 'Edit the question', keys: 'e', run: onEdit }])
  return null
}

interface EditQuestionProps {
  readonly text: string
  readonly onCancel: () => void
  readonly onAsk: (question: string) => void
}

function EditQuestion({ text, onCancel, onAsk }: EditQuestionProps) {
  const [draft, setDraft] = useState(text)
  const form = useRef<HTMLFormElement>(null)
  const ready = draft.trim() !== '' && draft.trim() !== text

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      if (ready) form.current?.requestSubmit()
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
  }

  return (
    <form
      ref={form}
      className="editing"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onAsk(draft.trim())
      }}
    >
      <label className="box">
        <textarea
          rows={1}
          dir="auto"
          aria-label="The question, worded anew"
          value={draft}
          maxLength={8_000}
          autoFocus
          onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <div className="acts">
        <Button type="submit" kind="primary" disabled={!ready}>
          Ask this
        </Button>
        <Button onClick={onCancel}>Leave it</Button>
        <span className="text-muted">What stands below it now is kept as another branch.</span>
      </div>
    </form>
  )
}
