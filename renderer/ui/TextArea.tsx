import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import { inputClass } from './Field.tsx'

export interface TextAreaProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
  readonly hint?: ReactNode
  readonly rows?: number
  readonly maxLength: number
  readonly placeholder?: string
  /** True when the name is shown elsewhere on the page. */
  readonly labelUnseen?: boolean
}

/** A box for several lines. */
export function TextArea({ label, value, onChange, onBlur, hint, rows = 4, labelUnseen, ...rest }: TextAreaProps) {
  return (
    <Base.Root className="flex flex-col gap-1">
      <Base.Label className={labelUnseen ? 'unseen' : 'type-dense em'}>{label}</Base.Label>
      <Base.Control
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onBlur}
        render={<textarea rows={rows} dir="auto" className={`${inputClass} h-auto! resize-y py-2`} {...rest} />}
      />
      {hint && <Base.Description className="text-muted">{hint}</Base.Description>}
    </Base.Root>
  )
}
