import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { Tooltip } from './Tooltip.tsx'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

const kinds: Record<ButtonKind, string> = {
  primary: 'type-strong gap-2 px-3 bg-accent text-on-accent hover:opacity-90',
  plain: 'type-strong gap-2 px-3 bg-raised text-ink shadow-[inset_0_0_0_1px_var(--line)] hover:bg-hover',
  quiet:
    'type-dense px-2 gap-1 text-muted hover:bg-hover hover:text-ink data-[popup-open]:bg-hover data-[popup-open]:text-ink',
  danger: 'type-strong gap-2 px-3 bg-raised text-danger shadow-[inset_0_0_0_1px_var(--line)] hover:bg-hover',
}

/** The class of a button, for elements that must not be a `button` themselves. */
export function buttonClass(kind: ButtonKind) {
  return `inline-flex flex-none items-center justify-center h-hit rounded-control whitespace-nowrap moves disabled:opacity-40 ${kinds[kind]}`
}

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind
  readonly icon?: LucideIcon
  readonly iconSize?: number
}

export function Button({ kind = 'plain', icon, iconSize = 16, className = '', children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${buttonClass(kind)} ${className}`} {...rest}>
      {icon && <Icon of={icon} size={iconSize} />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon
  readonly label: string
  /** As in `Tooltip`. */
  readonly keys?: string
  readonly children?: ReactNode
}

export function IconButton({ icon, label, keys, className = '', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button type="button" aria-label={label} className={`${iconButtonClass} ${className}`} {...rest}>
        <Icon of={icon} />
      </button>
    </Tooltip>
  )
}

/** The class of an icon alone, for links and menu triggers. */
export const iconButtonClass =
  'inline-flex flex-none items-center justify-center w-hit h-hit rounded-control text-muted moves hover:bg-hover hover:text-ink data-[popup-open]:bg-hover data-[popup-open]:text-ink disabled:opacity-40'
