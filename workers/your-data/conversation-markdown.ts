export interface SaidMessage {
  readonly id: string
  readonly parentId: string | null
  readonly role: 'question' | 'answer'
  readonly text: string
  readonly model: string | null
  /** JSON in the shape of the contract. */
  readonly details: string | null
  readonly createdAt: number
}

export interface SaidConversation {
  readonly title: string
  readonly activeId: string | null
  readonly createdAt: number
}

/** A conversation for people, along the branch that is shown; says how many other versions there are. */
export function conversationToMarkdown(
  { title, activeId, createdAt }: SaidConversation,
  messages: readonly SaidMessage[],
): string {
  const parts = branchOf(messages, activeId).map(({ message, versions }) => {
    const more = versions > 1 ? `\n\n*One of ${versions} versions; all are in messages.jsonl.*` : ''
    if (message.role === 'question') return `## ${onOneLine(message.text)}${more}`
    return (
      [message.text, sourcesOf(message), message.model ? `*${message.model}*` : ''].filter(Boolean).join('\n\n') + more
    )
  })
  return `# ${title.replace(/\n+/g, ' ')}\n\n${new Date(createdAt).toISOString().slice(0, 10)}\n\n${parts.join('\n\n')}\n`
}

function onOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
}

/** From the beginning, through the message that is shown, on to the newest below it. */
function branchOf(messages: readonly SaidMessage[], activeId: string | null) {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const inOrder = messages.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const below = Map.groupBy(inOrder, ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null))
  const chosen = new Set<string>()
  for (let at = activeId === null ? undefined : byId.get(activeId); at && !chosen.has(at.id); ) {
    chosen.add(at.id)
    at = at.parentId === null ? undefined : byId.get(at.parentId)
  }
  const steps: { readonly message: SaidMessage; readonly versions: number }[] = []
  for (let above: string | null = null; steps.length <= messages.length; ) {
    const versions: readonly SaidMessage[] = below.get(above) ?? []
    const message = versions.find(({ id }) => chosen.has(id)) ?? versions.at(-1)
    if (!message) break
    steps.push({ message, versions: versions.length })
    above = message.id
  }
  return steps
}

function sourcesOf({ details }: SaidMessage): string {
  const { citations } = parsed(details)
  if (!Array.isArray(citations)) return ''
  return citations
    .map(
      ({ n, passage, quote }) =>
        `[${n}] ${passage?.title ?? ''}: “${String(quote ?? '')
          .replace(/\s+/g, ' ')
          .trim()}”`,
    )
    .join('  \n')
}

function parsed(details: string | null): { readonly citations?: unknown } {
  try {
    return JSON.parse(details ?? '{}') ?? {}
  } catch {
    return {}
  }
}
