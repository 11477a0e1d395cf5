import { CornerDownLeft, Square, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useActions } from '../app/actions.ts'
import { focusQuestionEvent } from '../app/useShellEvents.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Kbd.tsx'

export interface ComposerProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly placeholder: string
  readonly isAsking: boolean
  /** True while another button of the page is the next step. */
  readonly modest?: boolean
  readonly autoFocus?: boolean
  readonly onAsk: (question: string) => void
  /** Lets a question wait while an answer is written; without it typing waits for the answer. */
  readonly onQueue?: (question: string) => void
  readonly onStop: () => void
  /** What the question is limited to and who answers. */
  readonly choices: ReactNode
}

/** The box for a question. Enter asks, Shift+Enter begins a line; while an answer is written one can go on typing. */
export function Composer({
  text,
  onText,
  placeholder,
  isAsking,
  modest,
  autoFocus,
  onAsk,
  onQueue,
  onStop,
  choices,
}: ComposerProps) {
  const input = useRef<HTMLTextAreaElement>(null)
  useActions([
    { id: 'focus-question', group: 'Ask', label: 'Write a question', keys: '/', run: () => input.current?.focus() },
  ])
  useEffect(() => {
    const focus = () => input.current?.focus()
    window.addEventListener(focusQuestionEvent, focus)
    return () => window.removeEventListener(focusQuestionEvent, focus)
  }, [])

  function submit() {
    const question = text.trim()
    if (!question) return
    if (!isAsking) onAsk(question)
    else onQueue?.(question)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'Escape' && !isAsking) input.current?.blur()
  }

  return (
    <form
      className="compose"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label className="box">
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label="Your question"
          placeholder={placeholder}
          value={text}
          maxLength={8_000}
          autoFocus={autoFocus}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <div className="under">
        {choices}
        <span className="grow" />
        {isAsking && onQueue && text.trim() !== '' && <Button type="submit">Ask next</Button>}
        {isAsking ? (
          <Button onClick={onStop}>
            <Square size={12} fill="currentColor" aria-hidden /> Stop <Keys keys="escape" />
          </Button>
        ) : (
          <Button type="submit" kind={modest ? 'plain' : 'primary'}>
            Ask{' '}
            <span className="opacity-80">
              <Icon of={CornerDownLeft} />
            </span>
          </Button>
        )}
      </div>
    </form>
  )
}

/** Stands in place of the source picker while a question is limited to one document. */
export function OnlyDocument({ title, onLift }: { readonly title: string; readonly onLift: () => void }) {
  return (
    <button
      type="button"
      className={`${buttonClass('quiet')} min-w-0 shrink!`}
      aria-label={`Only ${title}; ask all sources`}
      onClick={onLift}
    >
      <span className="cut">Only {title}</span>
      <Icon of={X} size={12} />
    </button>
  )
}
