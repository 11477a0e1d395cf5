import { useState } from 'react'
import { inputClass } from '../ui/Field.tsx'
import { Row } from '../ui/Rows.tsx'
import { type LimitRange, limitOf } from './limit.ts'

export interface LimitRowProps extends LimitRange {
  readonly name: string
  readonly note: string
  readonly unit: string
  readonly value: number
  readonly onChange: (value: number) => void
  /** What became of a change that could not be kept. */
  readonly problem: string | null
}

/** A number that is kept when one leaves its box or presses Enter; what cannot be kept stays, with what would do. */
export function LimitRow({ name, note, unit, value, least, most, onChange, problem }: LimitRowProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const wrong = typed !== null && limitOf(typed, { least, most }) === null

  function keep(): void {
    if (typed === null || wrong) return
    const wanted = limitOf(typed, { least, most })
    if (wanted !== null && wanted !== value) onChange(wanted)
    setTyped(null)
  }

  return (
    <Row name={name} note={note} problem={wrong ? `A whole number from ${least} to ${most}.` : problem}>
      <span className="w-[96px]">
        <input
          type="text"
          inputMode="numeric"
          aria-label={`${name}, in ${unit}`}
          aria-invalid={wrong}
          className={`${inputClass} num text-right`}
          value={typed ?? String(value)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === 'Enter') keep()
          }}
        />
      </span>
      <span className="text-muted">{unit}</span>
    </Row>
  )
}
