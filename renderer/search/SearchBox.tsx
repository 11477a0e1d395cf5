import { Bookmark, CircleHelp, Search } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { type Completion, completionsAt, type Names } from './completion.ts'
import './query.css'

export interface SearchBoxProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly query: string
  readonly onQuery: (query: string) => void
  /** What values of fields can be. */
  readonly names: Names
  readonly onHelp: () => void
  /** Keeps the search; null when there is nothing to keep, or it is kept. */
  readonly onSave: (() => void) | null
}

/** The box over everything, with what the value of a field may become below it. */
export function SearchBox({ input, query, onQuery, names, onHelp, onSave }: SearchBoxProps) {
  const [caret, setCaret] = useState<number | null>(null)
  const [at, setAt] = useState(0)
  const completions = caret === null ? [] : completionsAt(query, caret, names)
  const current = completions[Math.min(at, completions.length - 1)]

  function put(completion: Completion) {
    onQuery(completion.query)
    setAt(0)
    setCaret(completion.caret)
    // The caret follows once the box has its new text.
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(completion.caret, completion.caret)
    })
  }

  /** While there is something to complete, its keys are not those of the results. */
  function onKeyDown(event: KeyboardEvent) {
    if (!current) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((completions.indexOf(current) + step + completions.length) % completions.length)
    else if (event.key === 'Enter' || event.key === 'Tab') put(current)
    else if (event.key === 'Escape') setCaret(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="bar">
      <div className="box">
        <label>
          <Icon of={Search} />
          <input
            ref={input}
            type="text"
            role="searchbox"
            aria-label="Search everything"
            aria-autocomplete="list"
            aria-controls={current ? 'completions' : undefined}
            aria-activedescendant={current ? `completion-${completions.indexOf(current)}` : undefined}
            placeholder="Search everything"
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            value={query}
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setAt(0)
              setCaret(event.currentTarget.selectionStart)
              onQuery(event.currentTarget.value)
            }}
            onBlur={() => setCaret(null)}
          />
          {query && <Keys keys="escape" />}
        </label>
        {onSave && <IconButton icon={Bookmark} label="Save this search" keys="mod+d" onClick={onSave} />}
        <IconButton icon={CircleHelp} label="How to search" onClick={onHelp} />
      </div>
      {current && (
        <div id="completions" role="listbox" aria-label="Values" className="completions">
          {completions.map((completion, index) => (
            <div
              key={completion.label}
              id={`completion-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={completion === current}
              // Pressed, not clicked: the box keeps the focus.
              onMouseDown={(event) => {
                event.preventDefault()
                put(completion)
              }}
            >
              <span className="cut" dir="auto">
                {completion.label}
              </span>
              <span className="cut text-muted">{completion.note}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
