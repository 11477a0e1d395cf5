import { Fragment } from 'react'

/** A sentence for people in which what stands between backticks is to be typed. */
export function Advice({ text }: { readonly text: string }) {
  return text
    .split('`')
    .map((part, index) =>
      index % 2 === 1 ? <code key={`${index}c`}>{part}</code> : <Fragment key={`${index}t`}>{part}</Fragment>,
    )
}
