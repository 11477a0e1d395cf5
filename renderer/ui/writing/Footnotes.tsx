import type { MouseEvent, ReactNode } from 'react'

/** A number that leads to its note, within the answer or document: the address of the page stays as it is. */
export function FootnoteMark({ note }: { readonly note: string }) {
  return (
    <sup data-note-mark={note}>
      <button
        type="button"
        className="note-mark"
        aria-label={`Note ${note}`}
        onClick={(event) => goTo(event, `[data-note="${CSS.escape(note)}"]`)}
      >
        note {note}
      </button>
    </sup>
  )
}

/** A note, with the way back to the first place that has its number. */
export function Footnote({ note, children }: { readonly note: string; readonly children: ReactNode }) {
  return (
    <div className="footnote" role="note" data-note={note}>
      <button
        type="button"
        className="note-mark"
        aria-label={`Note ${note}: back to the text`}
        onClick={(event) => goTo(event, `[data-note-mark="${CSS.escape(note)}"] button`)}
      >
        note {note}
      </button>
      <div>{children}</div>
    </div>
  )
}

function goTo({ currentTarget }: MouseEvent<HTMLElement>, selector: string) {
  const whole = currentTarget.closest('[data-notes]') ?? currentTarget.closest('.prose')
  const target = whole?.querySelector<HTMLElement>(selector)
  if (!target) return
  target.scrollIntoView({ block: 'center' })
  const focusable = target.matches('button') ? target : target.querySelector('button')
  focusable?.focus({ preventScroll: true })
}
