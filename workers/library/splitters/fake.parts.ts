import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Limits } from '../limits.ts'
import { type PartDraft, readParts } from '../read-parts.ts'

/** Everything a file of this name and content is split into, as the parser thread would hand it over; nothing is kept of what is watched. */
export async function partsOf(
  name: string,
  content: string | Uint8Array | Iterable<string>,
  { watch, ...limits }: Partial<Limits> & { readonly watch?: () => void } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-parts-'))
  const path = join(folder, name)
  if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(path, content)
  else for (const piece of content) appendFileSync(path, piece)
  const fd = openSync(path, 'r')
  const parts: PartDraft[] = []
  try {
    const outcome = await readParts({
      name,
      size: statSync(path).size,
      fd,
      limits: Limits.parse(limits),
      countTokens: (text) => Math.ceil(text.length / 4),
      leftOut: [],
      onEnter: () => {},
      onPart: async (part) => {
        if (watch) watch()
        else parts.push(part)
      },
    })
    return { outcome, parts, texts: parts.map(({ draft }) => draft.text), names: parts.map(({ part }) => part) }
  } finally {
    closeSync(fd)
    rmSync(folder, { recursive: true })
  }
}

/** A mailbox with these messages, each its headers and its body. */
export function makeMbox(messages: readonly string[]): string {
  return messages.map((message) => `From ada@example.org Tue Mar  3 14:05:00 2026\n${message}\n\n`).join('')
}

/** A message with an id, a subject and a body. */
export function makeMessage(id: string, body: string, headers = ''): string {
  return `From: Ada <ada@example.org>\nTo: bob@example.org\nSubject: About ${id}\nDate: Tue, 3 Mar 2026 14:05:00 +0100\nMessage-ID: <${id}@example.org>\n${headers}\n${body}`
}

export interface FakeTurn {
  readonly id: string
  readonly parent: string | null
  readonly role: 'user' | 'assistant' | 'system' | 'tool'
  /** Text, or the content of a message as it stands in an export. */
  readonly says: string | Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** A conversation as ChatGPT exports it; the last turn is the one that was seen last. */
export function makeChatGpt(id: string, turns: readonly FakeTurn[], about: Readonly<Record<string, unknown>> = {}) {
  const nodes = turns.map(({ id, parent, role, says, metadata = {} }, index) => {
    const content = typeof says === 'string' ? { content_type: 'text', parts: [says] } : says
    const author = { role, name: role === 'tool' ? 'python' : null, metadata: {} }
    const message = { id, author, create_time: 1_772_000_000 + index * 60, content, metadata, recipient: 'all' }
    return [id, { id, parent, children: [], message }]
  })
  return {
    title: `Talk ${id}`,
    create_time: 1_772_000_000,
    update_time: 1_772_100_000,
    mapping: { root: { id: 'root', message: null, parent: null, children: [] }, ...Object.fromEntries(nodes) },
    current_node: turns.at(-1)?.id,
    conversation_id: id,
    ...about,
  }
}

/** A question and an answer of ChatGPT. */
export function twoTurns(question: string, answer: string): FakeTurn[] {
  return [
    { id: 'u', parent: 'root', role: 'user', says: question },
    { id: 'a', parent: 'u', role: 'assistant', says: answer, metadata: { model_slug: 'gpt-4o' } },
  ]
}

/** A conversation as Claude exports it. */
export function makeClaude(id: string, messages: readonly Readonly<Record<string, unknown>>[], about: object = {}) {
  return {
    uuid: id,
    name: `Talk ${id}`,
    created_at: '2026-03-03T10:00:00Z',
    updated_at: '2026-03-03T11:00:00Z',
    account: { uuid: 'me' },
    chat_messages: messages.map((message, index) => ({
      uuid: `m${index}`,
      text: '',
      content: [],
      sender: index % 2 === 0 ? 'human' : 'assistant',
      created_at: `2026-03-03T10:0${index % 10}:00Z`,
      attachments: [],
      files: [],
      ...message,
    })),
    ...about,
  }
}
