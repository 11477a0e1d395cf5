import type { ReactNode } from 'react'
import { CopyButton } from './CopyButton.tsx'
import '../code.css'

export interface CodeBoxProps {
  readonly name: string
  readonly code: string
  readonly tools?: ReactNode
  readonly below?: ReactNode
  readonly children: ReactNode
}

/** The box around code, a diff or a diagram. */
export function CodeBox({ name, code, tools, below, children }: CodeBoxProps) {
  return (
    <figure className="code-box" dir="ltr" aria-label={name}>
      <figcaption>
        <span className="cut">{name}</span>
        {tools}
        <CopyButton text={code} label={`Copy: ${name}`} />
      </figcaption>
      {/* A wide line scrolls by itself; the keyboard must be able to scroll it, too. */}
      <pre tabIndex={0}>
        <code>{children}</code>
      </pre>
      {below}
    </figure>
  )
}
