import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '../../ui/Button.tsx'

export interface VersionsProps {
  /** What there are versions of, as a word: question or answer. */
  readonly of: string
  readonly ids: readonly string[]
  readonly current: string
  readonly onShow: (id: string) => void
}

/** Goes between the versions of a question or an answer; nothing where there is only one. */
export function Versions({ of, ids, current, onShow }: VersionsProps) {
  const at = ids.indexOf(current)
  if (ids.length < 2 || at === -1) return null
  const [before, after] = [ids[at - 1], ids[at + 1]]
  return (
    <fieldset className="versions" aria-label={`Versions of the ${of}`}>
      <IconButton
        icon={ChevronLeft}
        label={`Earlier ${of}`}
        disabled={before === undefined}
        onClick={() => before && onShow(before)}
      />
      <span className="num" aria-live="polite">
        {at + 1} of {ids.length}
      </span>
      <IconButton
        icon={ChevronRight}
        label={`Later ${of}`}
        disabled={after === undefined}
        onClick={() => after && onShow(after)}
      />
    </fieldset>
  )
}
