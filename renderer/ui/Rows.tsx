import type { ReactNode } from 'react'
import './rows.css'

/** Lines of a settings page or a list of sources, with hairlines between them. */
export function Rows({ children }: { readonly children: ReactNode }) {
  return <ul className="rows">{children}</ul>
}

export interface RowProps {
  readonly name: ReactNode
  /** One line of what it does or how it is. */
  readonly note?: ReactNode
  /** What could not be done with it; absent while all is well. */
  readonly problem?: string | null
  /** What can be done about it, at the right edge. */
  readonly children?: ReactNode
}

export function Row({ name, note, problem, children }: RowProps) {
  return (
    <li>
      <div className="what">
        <span dir="auto">{name}</span>
        {note && <div className="note">{note}</div>}
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      {children && <div className="does">{children}</div>}
    </li>
  )
}

export interface ChoiceRowProps {
  readonly name: string
  readonly note: string
  readonly children: ReactNode
}

/** A way to begin, as a sentence with one button. */
export function ChoiceRow({ name, note, children }: ChoiceRowProps) {
  return (
    <li>
      <p>
        {name}
        <span>{note}</span>
      </p>
      {children}
    </li>
  )
}
