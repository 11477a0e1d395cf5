import { createHash } from 'node:crypto'

/** What is embedded for a passage: its headings on a line of their own, then its text. */
export function embeddedText({ heading, text }: { readonly heading: string | null; readonly text: string }): string {
  return heading === null ? text : `${heading}\n${text}`
}

/** Names what is embedded for a passage: equal texts share one computation. */
export function textHashOf(passage: { readonly heading: string | null; readonly text: string }): string {
  return createHash('sha256').update(embeddedText(passage)).digest('hex')
}
