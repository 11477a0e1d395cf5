import { X } from 'lucide-react'
import { buttonClass } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { About } from './useSuggestions.ts'

export interface AboutTheseProps {
  readonly about: readonly About[]
  readonly onRemove: (about: About) => void
}

/** What the next question is about; each can be taken away. */
export function AboutThese({ about, onRemove }: AboutTheseProps) {
  if (about.length === 0) return null
  return (
    <ul className="about-these" aria-label="The question is about">
      {about.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            className={buttonClass('quiet')}
            aria-label={`Not about ${one.label}`}
            onClick={() => onRemove(one)}
          >
            <span className="cut">{one.label}</span>
            <Icon of={X} size={12} />
          </button>
        </li>
      ))}
    </ul>
  )
}
