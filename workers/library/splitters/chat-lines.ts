import type { Chat, ChatMessage } from './chat.ts'

/** Messages that follow each other, and those they follow: the nearest first. */
export interface ChatLine {
  readonly from: readonly ChatMessage[]
  readonly messages: readonly ChatMessage[]
}

/** A tree of messages as lines, each message in one: first the way to what was seen last, then each other branch. Ends on every tree, also one with circles. */
export function chatLines({ messages, current }: Pick<Chat, 'messages' | 'current'>): ChatLine[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const children = Map.groupBy(messages, ({ parent }) => parent)
  const placed = new Set<string>()
  const last = (current === null ? undefined : byId.get(current)) ?? newestLeaf(messages, children)
  const lines: ChatLine[] = []
  if (last) lines.push({ from: [], messages: place(upwards(last).toReversed()) })
  // A branch begins where a message follows one that is placed and is not placed itself, or follows none.
  for (const message of messages) {
    if (placed.has(message.id) || isBelowUnplaced(message)) continue
    lines.push({ from: upwards(parentOf(message), mostAbove), messages: place(downwards(message)) })
    // What parts from this line in its turn.
    for (let at = lines.length - 1; at < lines.length; at++) {
      for (const above of lines[at]?.messages ?? []) {
        for (const child of children.get(above.id) ?? []) {
          if (placed.has(child.id)) continue
          lines.push({ from: upwards(above, mostAbove), messages: place(downwards(child)) })
        }
      }
    }
  }
  // Of a circle nothing is above the rest.
  for (const message of messages) if (!placed.has(message.id)) lines.push({ from: [], messages: place([message]) })
  return lines

  function place(line: readonly ChatMessage[]): readonly ChatMessage[] {
    for (const { id } of line) placed.add(id)
    return line
  }

  function parentOf({ parent }: ChatMessage): ChatMessage | undefined {
    return parent === null ? undefined : byId.get(parent)
  }

  function isBelowUnplaced(message: ChatMessage): boolean {
    const parent = parentOf(message)
    return parent !== undefined && !placed.has(parent.id)
  }

  function upwards(from: ChatMessage | undefined, most = Number.POSITIVE_INFINITY): ChatMessage[] {
    const way = new Set<ChatMessage>()
    for (let at = from; at && way.size < most && !way.has(at); at = parentOf(at)) way.add(at)
    return [...way]
  }

  /** Down to a leaf, at each parting the way that was taken last. */
  function downwards(from: ChatMessage): ChatMessage[] {
    const way = new Set<ChatMessage>()
    for (let at: ChatMessage | undefined = from; at && !way.has(at) && !placed.has(at.id); ) {
      way.add(at)
      at = children.get(at.id)?.findLast(({ id }) => !placed.has(id))
    }
    return [...way]
  }
}

/** How far up a message that is shown is looked for. */
const mostAbove = 100

function newestLeaf(
  messages: readonly ChatMessage[],
  children: ReadonlyMap<string | null, readonly ChatMessage[]>,
): ChatMessage | undefined {
  const leaves = messages.filter(({ id }) => !children.has(id))
  const newest = leaves.reduce<ChatMessage | undefined>(
    (best, leaf) => (best && (best.at ?? 0) > (leaf.at ?? 0) ? best : leaf),
    undefined,
  )
  return newest ?? messages.at(-1)
}
