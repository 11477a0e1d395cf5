import { Field as Base } from '@base-ui/react/field'
import type { ComponentProps, ReactNode, Ref } from 'react'

/** The class of every box one types into. */
export const inputClass =
  'type-normal h-hit w-full rounded-control bg-raised px-3 text-ink shadow-[inset_0_0_0_1px_var(--line)] outline-none focus:shadow-[inset_0_0_0_1px_var(--accent)] disabled:opacity-40'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'ref'> {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  /** What is wrong with the value; absent while all is well. */
  readonly problem?: string
  /** True when the name is shown elsewhere on the page. */
  readonly labelUnseen?: boolean
  readonly ref?: Ref<HTMLInputElement>
}

export function TextField({ label, value, onChange, hint, problem, labelUnseen, ...rest }: TextFieldProps) {
  return (
    <Base.Root invalid={problem !== undefined} className="flex flex-col gap-1">
      <Base.Label className={labelUnseen ? 'unseen' : 'type-dense em'}>{label}</Base.Label>
      <Base.Control
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className={inputClass}
        {...rest}
      />
      {problem !== undefined && <p className="text-danger">{problem}</p>}
      {hint && <Base.Description className="text-muted">{hint}</Base.Description>}
    </Base.Root>
  )
}
