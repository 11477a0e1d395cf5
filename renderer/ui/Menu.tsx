import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { Icon } from './Icon.tsx'
import { Keys } from './Kbd.tsx'

const itemClass =
  'type-dense flex min-h-8 items-center gap-2 rounded-control px-2 text-ink outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-40'

const popupClass =
  'max-h-[min(420px,var(--available-height))] max-w-[min(360px,var(--available-width))] min-w-[180px] overflow-y-auto rounded-panel bg-raised p-1 shadow-float outline-none transition-opacity duration-100'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly label?: string
  readonly align?: 'start' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly children: ReactNode
}

export function Menu({ trigger, label, align = 'start', side = 'bottom', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-40 outline-none">
          <Base.Popup aria-label={label} className={popupClass}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export interface MenuAtProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly label: string
  /** What it stands at: a button, or a point of the page. */
  readonly anchor: Element | { readonly getBoundingClientRect: () => DOMRect } | null
  /** Takes the focus back. */
  readonly finalFocus: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

/** A menu without a button of its own, for lists in which one menu serves every row. */
export function MenuAt({ open, onClose, label, anchor, finalFocus, children }: MenuAtProps) {
  return (
    <Base.Root open={open} onOpenChange={(next: boolean) => next || onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side="bottom" align="end" sideOffset={4} className="z-40 outline-none">
          <Base.Popup
            aria-label={label}
            // A dialog that was opened from it keeps the focus it took.
            finalFocus={() => (document.querySelector('[role="dialog"]') ? false : finalFocus.current)}
            className={popupClass}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly keys?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export function MenuItem({ icon, keys, danger, disabled, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item className={`${itemClass} ${danger ? 'text-danger' : ''}`} disabled={disabled} onClick={onSelect}>
      {icon && <Icon of={icon} />}
      <span className="grow">{children}</span>
      {keys && <Keys keys={keys} />}
    </Base.Item>
  )
}

export interface MenuChoiceProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly MenuOption[]
  readonly label?: string
}
export interface MenuOption {
  readonly value: string
  readonly label: string
  readonly note?: string
  readonly disabled?: boolean
}

/** One of several: a tick stands at what is chosen. */
export function MenuChoice({ value, onChange, options, label }: MenuChoiceProps) {
  return (
    <Base.Group>
      {label && <Base.GroupLabel className="type-dense px-2 pt-2 pb-1 text-muted">{label}</Base.GroupLabel>}
      <Base.RadioGroup value={value} onValueChange={(next: string) => onChange(next)}>
        {options.map((option) => (
          <Base.RadioItem
            key={option.value}
            value={option.value}
            disabled={option.disabled}
            closeOnClick
            className={itemClass}
          >
            <Tick>{<Base.RadioItemIndicator render={<Icon of={Check} size={12} />} />}</Tick>
            <Words option={option} />
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export interface MenuChecksProps {
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  readonly options: readonly MenuOption[]
  readonly label?: string
}

/** Any of several; the menu stays open while ticking. */
export function MenuChecks({ values, onChange, options, label }: MenuChecksProps) {
  return (
    <Base.Group>
      {label && <Base.GroupLabel className="type-dense px-2 pt-2 pb-1 text-muted">{label}</Base.GroupLabel>}
      {options.map((option) => (
        <Base.CheckboxItem
          key={option.value}
          checked={values.includes(option.value)}
          disabled={option.disabled}
          onCheckedChange={(checked: boolean) =>
            onChange(checked ? [...values, option.value] : values.filter((value) => value !== option.value))
          }
          className={itemClass}
        >
          <Tick>{<Base.CheckboxItemIndicator render={<Icon of={Check} size={12} />} />}</Tick>
          <Words option={option} />
        </Base.CheckboxItem>
      ))}
    </Base.Group>
  )
}

/** A sentence in a menu, which is no choice. */
export function MenuNote({ children }: { readonly children: ReactNode }) {
  return <p className="type-dense max-w-[280px] px-2 pt-1 pb-1 text-muted">{children}</p>
}

export function MenuLine() {
  return <Base.Separator className="mx-2 my-1 h-px bg-line" />
}

function Tick({ children }: { readonly children: ReactNode }) {
  return <span className="inline-flex w-3 flex-none text-accent">{children}</span>
}

function Words({ option }: { readonly option: MenuOption }) {
  return (
    <>
      <span className="cut min-w-0 grow">{option.label}</span>
      {option.note && <span className="num flex-none pl-3 text-muted">{option.note}</span>}
    </>
  )
}
