/** A message of an export, as the library keeps it. */
export interface ExportedMessage {
  readonly role: 'question' | 'answer'
  /** Who said it; `You` for the person. */
  readonly speaker: string
  /** Milliseconds since the Unix epoch; null where the export does not say. */
  readonly at: number | null
  readonly text: string
  /** Index of the message it follows; null for the first. */
  readonly parent: number | null
}

const heading = /^## (.{1,80}?)(?:, (\d{4}-\d{2}-\d{2} \d{2}:\d{2}) UTC)?$/
const branch = /^# Other branch from (?:the beginning$|(\d+)\. )/

/**
 * The messages of a conversation from the text that the library has of it (its splitters write a heading for each message,
 * and one for each branch that names the message it parts from). What one side said in a row is one message.
 */
export function exportedMessages(text: string): readonly ExportedMessage[] {
  const written = sectionsOf(text)
  const messages: ExportedMessage[] = []
  /** Which message each written one became a part of. */
  const became: number[] = []
  for (const section of written) {
    const parent = section.follows === null ? null : (became[section.follows] ?? null)
    const role = section.speaker === 'You' ? 'question' : 'answer'
    const above = parent === null ? undefined : messages[parent]
    const isLast = parent === messages.length - 1
    if (above && above.role === role && parent !== null && isLast) {
      messages[parent] = { ...above, text: `${above.text}\n\n${section.text}` }
      became.push(parent)
      continue
    }
    // A version of a message stands beside it.
    const under = above?.role === role ? above.parent : parent
    became.push(messages.length)
    messages.push({ role, speaker: section.speaker, at: section.at, text: section.text, parent: under })
  }
  return messages
}

interface Section {
  readonly speaker: string
  readonly at: number | null
  readonly text: string
  /** Number of the written message it follows, from 0; null at the beginning. */
  readonly follows: number | null
}

function sectionsOf(text: string): readonly Section[] {
  const lines = text.split('\n')
  // Where messages carry times, a heading without one is part of what somebody said.
  const timed = lines.some((line) => heading.exec(line)?.[2] !== undefined)
  const sections: { speaker: string; at: number | null; lines: string[]; follows: number | null }[] = []
  let follows: number | null = null
  let fence = ''
  for (const line of lines) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (mark !== '') fence = fence === '' ? mark : mark.startsWith(fence) ? '' : fence
    const parts = fence === '' ? branch.exec(line) : null
    const said = fence === '' ? heading.exec(line) : null
    if (parts) {
      follows = parts[1] === undefined ? null : Number(parts[1]) - 1
    } else if (said && (!timed || said[2] !== undefined)) {
      const at = said[2] === undefined ? null : Date.parse(`${said[2].replace(' ', 'T')}:00Z`)
      sections.push({ speaker: said[1] ?? '', at, lines: [], follows })
      follows = sections.length - 1
    } else sections.at(-1)?.lines.push(line)
  }
  return sections.map(({ lines: own, ...rest }) => ({ ...rest, text: own.join('\n').trim() }))
}
