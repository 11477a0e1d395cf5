import { CornerDownLeft, Paperclip, Square, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Prompt } from '#contract/assistants.contract'
import { filledPrompt, variablesOf } from '#contract/prompt-text'
import { useActions } from '../app/actions.ts'
import { useTakeFiles } from '../app/file-taker.ts'
import { focusQuestionEvent } from '../app/useShellEvents.ts'
import { Button, buttonClass, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { say } from '../ui/Toasts.tsx'
import { AlongChips } from './along/AlongChips.tsx'
import { pastedTable } from './along/pasted-table.ts'
import type { Along } from './along/useAlong.ts'
import { usePictureNotes } from './along/usePictureNotes.ts'
import { FillDialog } from './composing/FillDialog.tsx'
import { SuggestionList } from './composing/SuggestionList.tsx'
import { triggerAt, without } from './composing/trigger.ts'
import { type Suggestion, useSuggestions } from './composing/useSuggestions.ts'
import { DictateButton } from './dictating/DictateButton.tsx'
import { DictationBar } from './dictating/DictationBar.tsx'
import { typeWords } from './dictating/typed-words.ts'
import { useDictation } from './dictating/useDictation.ts'

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
  /** What the question takes along. */
  readonly along: Along
}

/** A paste beyond this is given along: the box is for questions. */
const longestPaste = 6_000

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
  along,
}: ComposerProps) {
  const input = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [at, setAt] = useState(0)
  const [filling, setFilling] = useState<Prompt | null>(null)
  const trigger = caret === null ? null : triggerAt(text, caret)
  const suggestions = useSuggestions(trigger)
  const current = Math.min(at, suggestions.length - 1)
  const listId = useId()
  const picking = useRef<HTMLInputElement>(null)
  const noteOf = usePictureNotes()
  const dictation = useDictation((words) => {
    // What the box has no room for is given along whole.
    if (input.current && !typeWords(input.current, words)) along.text(words, 'Dictated text')
  })
  const isDictating = dictation.state.at !== 'rest' && dictation.state.at !== 'problem'
  useTakeFiles(along.files)
  useActions([
    { id: 'attach', group: 'Ask', label: 'Give files along with the question', run: () => picking.current?.click() },
    { id: 'dictate', group: 'Ask', label: 'Dictate', keys: 'mod+shift+d', whileTyping: true, run: dictation.toggle },
    { id: 'focus-question', group: 'Ask', label: 'Write a question', keys: '/', run: () => input.current?.focus() },
  ])
  useEffect(() => {
    const focus = () => input.current?.focus()
    window.addEventListener(focusQuestionEvent, focus)
    return () => window.removeEventListener(focusQuestionEvent, focus)
  }, [])

  function submit() {
    // The question is not whole before its words are there.
    if (isDictating) return void dictation.stop()
    const question = text.trim()
    if (!question) return
    const [reading] = along.coming
    if (reading !== undefined) return say(`“${reading}” is still being read`, 'Ask again in a moment, or take it away.')
    if (!isAsking) onAsk(question)
    else onQueue?.(question)
  }

  function pick(suggestion: Suggestion) {
    if (!trigger) return
    setCaret(null)
    if ('about' in suggestion) {
      along.add(suggestion.about)
      put(without(text, trigger))
    } else if (variablesOf(suggestion.prompt.text).length > 0) setFilling(suggestion.prompt)
    else putPrompt(filledPrompt(suggestion.prompt.text, {}, new Date()))
  }

  function putPrompt(filled: string) {
    const rest = trigger ? without(text, trigger).text : text.replace(/^\/\S*\s*/u, '')
    put({ text: [filled, rest].filter(Boolean).join(' '), caret: filled.length })
  }

  function put({ text: next, caret: place }: { readonly text: string; readonly caret: number }) {
    onText(next)
    // The caret follows once the box has its new text.
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(place, place)
    })
  }

  /** Tables become Markdown, pictures and long texts things to give along; everything else is pasted as it is. */
  function onPaste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const { clipboardData, currentTarget } = event
    const words = clipboardData.getData('text/plain')
    const table = pastedTable({ html: clipboardData.getData('text/html'), text: words })
    const { selectionStart: start, selectionEnd: end } = currentTarget
    if (clipboardData.files.length > 0 && !table && words === '') along.files([...clipboardData.files])
    else if ((table ?? words).length > longestPaste) along.text(table ?? words, table ? 'Pasted table' : 'Pasted text')
    else if (table) {
      const before = text.slice(0, start)
      const pasted = `${before === '' || before.endsWith('\n') ? '' : '\n\n'}${table}\n`
      put({ text: `${before}${pasted}${text.slice(end)}`, caret: start + pasted.length })
    } else return
    event.preventDefault()
  }

  /** While something is suggested, its keys are not those of the question. */
  function isForSuggestions(event: KeyboardEvent): boolean {
    if (suggestions.length === 0) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const chosen = suggestions[current]
    if (step !== 0) setAt((current + step + suggestions.length) % suggestions.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) pick(chosen)
    else if (event.key === 'Escape') setCaret(null)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || isForSuggestions(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      submit()
    }
    if (event.key === 'Escape' && !isAsking && dictation.state.at === 'rest') input.current?.blur()
  }

  return (
    <>
      <form
        className="compose"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <AlongChips given={along.given} coming={along.coming} noteOf={noteOf} onRemove={along.remove} />
        {suggestions.length > 0 && (
          <SuggestionList id={listId} suggestions={suggestions} current={current} onPick={pick} />
        )}
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
            aria-autocomplete="list"
            aria-controls={suggestions.length > 0 ? listId : undefined}
            aria-activedescendant={suggestions.length > 0 ? `${listId}-${current}` : undefined}
            onChange={(event) => {
              setAt(0)
              setCaret(event.currentTarget.selectionStart)
              onText(event.currentTarget.value)
            }}
            onBlur={() => setCaret(null)}
            onPaste={onPaste}
            onKeyDown={onKeyDown}
          />
        </label>
        <DictationBar dictation={dictation} />
        <div className="under">
          <IconButton icon={Paperclip} label="Give files along" onClick={() => picking.current?.click()} />
          <input
            ref={picking}
            type="file"
            multiple
            hidden
            aria-label="Files to give along"
            onChange={({ currentTarget }) => {
              along.files([...(currentTarget.files ?? [])])
              // The same file can be chosen again.
              currentTarget.value = ''
              input.current?.focus()
            }}
          />
          <DictateButton dictation={dictation} />
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
      {filling && (
        <FillDialog
          prompt={filling}
          onClose={() => setFilling(null)}
          onFilled={(filled) => {
            setFilling(null)
            putPrompt(filled)
          }}
        />
      )}
    </>
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
