import { type ReactNode, useEffect, useState } from 'react'

/** The lines of what will stand here, in percent of the width. */
export function Bones({ widths, className = '' }: { readonly widths: readonly number[]; readonly className?: string }) {
  return (
    <span className={`bones ${className}`} aria-hidden>
      {widths.map((width, index) => (
        <i key={`${index}:${width}`} style={{ width: `${width}%` }} />
      ))}
    </span>
  )
}

/** Shows its children only when the wait is longer than a blink: nothing moves for 100 ms. */
export function AfterBlink({
  children,
  milliseconds = 100,
}: {
  readonly children: ReactNode
  readonly milliseconds?: number
}) {
  return useElapsed(milliseconds) ? children : null
}

/** True once this component has been shown for the given time. */
export function useElapsed(milliseconds: number) {
  const [elapsed, setElapsed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return elapsed
}
