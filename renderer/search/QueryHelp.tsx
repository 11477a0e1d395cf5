import { queryFields } from '#contract/query-fields'
import { Dialog } from '../ui/Dialog.tsx'

const basics = [
  { example: 'lease notice', says: 'Passages with these words, in any of their forms, or that mean the same' },
  { example: '"three months"', says: 'These words, side by side' },
  { example: '-draft', says: 'Not with this word; also -type:pdf, -tag:old' },
] as const

export interface QueryHelpProps {
  readonly onClose: () => void
  /** Puts an example behind what is typed. */
  readonly onTry: (example: string) => void
}

/** The whole query language on one page; each line can be tried. */
export function QueryHelp({ onClose, onTry }: QueryHelpProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="How to search"
      description="Write as you would say it. These parts narrow it, in any order; all must hold. Choose one to try it."
    >
      <ul className="query-help">
        {[...basics, ...queryFields].map(({ example, says }) => (
          <li key={example}>
            <button type="button" onClick={() => onTry(example)}>
              <code>{example}</code>
              <span>{says}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="text-muted">
        Values with spaces stand in quotation marks: tag:"to do". Dates are 2026, 2026-11, 2026-11-04, today, yesterday,
        or how long ago: 7d, 2w, 3m, 1y.
      </p>
    </Dialog>
  )
}
