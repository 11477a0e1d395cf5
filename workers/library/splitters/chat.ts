/** A conversation of an export, as a tree of messages. */
export interface Chat {
  /** Names it whatever file it came in. */
  readonly identity: string
  readonly title: string
  readonly createdAt: number | null
  readonly updatedAt: number | null
  /** Parents before or after their children, in the order of the export. */
  readonly messages: readonly ChatMessage[]
  /** The last message of what the person saw last; null when the export does not say. */
  readonly current: string | null
}

export interface ChatMessage {
  readonly id: string
  readonly parent: string | null
  readonly speaker: string
  readonly at: number | null
  /** Markdown; empty for what was never shown, which only leads from one message to the next. */
  readonly text: string
}

/** A time as milliseconds, from seconds since 1970 or a date as text; null for anything else. */
export function timeOf(value: unknown): number | null {
  const time = typeof value === 'number' ? value * 1_000 : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(time) && Math.abs(time) < 8e15 ? Math.trunc(time) : null
}

/** A text as a quotation in Markdown, cut where it is longer than is kept. */
export function quoted(text: string, most = 200_000): string {
  const kept =
    text.length <= most ? text : `${text.slice(0, most).toWellFormed()}\n… (${text.length - most} more characters)`
  return kept.replace(/\r\n?/g, '\n').trimEnd().replace(/^/gm, '> ')
}

/** A text as a block of code in Markdown, whatever marks are in it. */
export function fenced(text: string, language = ''): string {
  const marks = text.match(/`{3,}/g) ?? []
  const fence = '`'.repeat(marks.reduce((most, mark) => Math.max(most, mark.length + 1), 3))
  return `${fence}${/^[\w+#-]{1,30}$/.test(language) ? language : ''}\n${text.trimEnd()}\n${fence}`
}
