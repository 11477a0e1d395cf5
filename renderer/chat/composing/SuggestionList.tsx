import type { Suggestion } from './useSuggestions.ts'
import './composing.css'

export interface SuggestionListProps {
  readonly id: string
  readonly suggestions: readonly Suggestion[]
  readonly current: number
  readonly onPick: (suggestion: Suggestion) => void
}

/** What can be put in place of what is being typed; the box keeps the focus. */
export function SuggestionList({ id, suggestions, current, onPick }: SuggestionListProps) {
  return (
    <div id={id} role="listbox" aria-label="Suggestions" className="suggestions">
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === current}
          // Pressed, not clicked: the box keeps the focus.
          onMouseDown={(event) => {
            event.preventDefault()
            onPick(suggestion)
          }}
        >
          <span className="cut" dir="auto">
            {suggestion.label}
          </span>
          <span className="cut text-muted">{suggestion.note}</span>
        </div>
      ))}
    </div>
  )
}
