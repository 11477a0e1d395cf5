import { ChevronDown, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonClass, IconButton } from './Button.tsx'
import './facet.css'
import { Icon } from './Icon.tsx'
import { Menu } from './Menu.tsx'

export interface FacetProps {
  readonly name: string
  readonly chosen: readonly string[]
  /** Shown in place of the name while nothing is chosen. */
  readonly shown?: string
  /** How many values there are to choose from. */
  readonly of?: number | undefined
  readonly onClear: () => void
  readonly children: ReactNode
}

/** A menu that narrows a list: its name while nothing is chosen, then what is, with a way to lift it. */
export function Facet({ name, chosen, shown, of, onClear, children }: FacetProps) {
  const on = chosen.length > 0
  const value = chosen.join(', ')
  return (
    <span className="facet" data-on={on || undefined}>
      <Menu
        label={name}
        trigger={
          <button
            type="button"
            className={`${buttonClass('quiet')} min-w-0 shrink!`}
            aria-label={on ? `${name}: ${value}` : (shown ?? `${name}${of === undefined ? '' : `, ${of}`}`)}
            disabled={!on && !shown && !of}
          >
            <span className="cut">
              {on ? (
                <>
                  {name} <b>{value}</b>
                </>
              ) : (
                (shown ?? name)
              )}
            </span>
            {!on && of !== undefined && <span className="n">{of}</span>}
            {!on && <Icon of={ChevronDown} size={12} />}
          </button>
        }
      >
        {children}
      </Menu>
      {on && <IconButton icon={X} label={`Without ${name}: ${value}`} onClick={onClear} />}
    </span>
  )
}
