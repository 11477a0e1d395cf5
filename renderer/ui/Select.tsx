import { ChevronDown } from 'lucide-react'
import { buttonClass } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { Menu, MenuChoice, type MenuOption } from './Menu.tsx'

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly MenuOption[]
  readonly kind?: 'plain' | 'quiet'
  readonly side?: 'top' | 'bottom'
  readonly align?: 'start' | 'end'
  /** Shown instead of the label of the chosen option. */
  readonly shown?: string
}

/** A menu that shows what is chosen. */
export function Select({ label, value, onChange, options, kind = 'plain', side, align, shown }: SelectProps) {
  const current = shown ?? options.find((option) => option.value === value)?.label ?? value
  return (
    <Menu
      label={label}
      side={side}
      align={align}
      trigger={
        <button
          type="button"
          aria-label={`${label}: ${current}`}
          className={`${buttonClass(kind)} min-w-0 max-w-[240px] shrink!`}
        >
          <span className="cut">{current}</span>
          <Icon of={ChevronDown} size={12} />
        </button>
      }
    >
      <MenuChoice value={value} onChange={onChange} options={options} />
    </Menu>
  )
}
