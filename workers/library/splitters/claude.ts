import { z } from 'zod'
import { type Chat, type ChatMessage, fenced, quoted, timeOf } from './chat.ts'

const Text = z.string().nullish().catch(null)

const Block = z.looseObject({ type: z.string(), text: Text, thinking: Text, name: Text })
type Block = z.infer<typeof Block>

const Message = z.object({
  uuid: z.string(),
  text: Text,
  sender: z.string(),
  created_at: z.unknown().optional(),
  parent_message_uuid: Text,
  content: z.array(Block.nullable().catch(null)).nullish().catch(null),
  attachments: z
    .array(z.object({ file_name: Text, extracted_content: Text }).nullable().catch(null))
    .nullish()
    .catch(null),
  files: z
    .array(z.object({ file_name: Text }).nullable().catch(null))
    .nullish()
    .catch(null),
})
type Message = z.infer<typeof Message>

const Conversation = z.object({
  uuid: z.string().min(1),
  name: Text,
  model: Text,
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
  current_leaf_message_uuid: Text,
  chat_messages: z.array(Message.nullable().catch(null)),
})

/** A conversation of a Claude export; null when the value is none. */
export function chatOfClaude(value: unknown): Chat | null {
  const parsed = Conversation.safeParse(value)
  if (!parsed.success) return null
  const { uuid, name, model, created_at, updated_at, chat_messages, current_leaf_message_uuid } = parsed.data
  const messages = chat_messages.flatMap((message) => message ?? [])
  const branches = messages.some((message) => message.parent_message_uuid)
  return {
    identity: `claude:${uuid}`,
    title: name ?? '',
    createdAt: timeOf(created_at),
    updatedAt: timeOf(updated_at) ?? timeOf(created_at),
    messages: messages.map((message, index): ChatMessage => {
      const before = messages[index - 1]?.uuid ?? null
      return {
        id: message.uuid,
        // Older exports have no branches: each message follows the one before.
        parent: branches ? (message.parent_message_uuid ?? null) : before,
        speaker: message.sender === 'human' ? 'You' : model ? `Assistant (${model})` : 'Assistant',
        at: timeOf(message.created_at),
        text: textOf(message),
      }
    }),
    current: current_leaf_message_uuid ?? messages.at(-1)?.uuid ?? null,
  }
}

function textOf({ text, content, attachments, files }: Message): string {
  const blocks = (content ?? []).flatMap((block) => (block ? (textOfBlock(block) ?? []) : []))
  const attached = (attachments ?? []).flatMap((one) => (one ? attachment(one) : []))
  const named = new Set((attachments ?? []).map((one) => one?.file_name))
  const others = (files ?? []).flatMap((file) =>
    file?.file_name && !named.has(file.file_name) ? [`[file: ${file.file_name}]`] : [],
  )
  return [...(blocks.length > 0 ? blocks : [text ?? '']), ...attached, ...others]
    .filter((part) => part.trim() !== '')
    .join('\n\n')
}

function textOfBlock({ type, text, thinking, name, input }: Block): string | null {
  if (type === 'text') return text ?? null
  if (type === 'thinking') return thinking ? quoted(thinking) : null
  // What Claude writes beside the conversation is a work of its own; calls of other tools are not for people.
  if (type === 'tool_use' && name === 'artifacts') {
    const artifact = z.object({ title: Text, content: z.string(), language: Text }).safeParse(input)
    if (!artifact.success) return null
    return `[artifact: ${artifact.data.title ?? 'untitled'}]\n\n${fenced(artifact.data.content, artifact.data.language ?? '')}`
  }
  return null
}

function attachment(one: { readonly file_name?: string | null; readonly extracted_content?: string | null }): string[] {
  const name = `[file: ${one.file_name || 'pasted text'}]`
  return one.extracted_content ? [`${name}\n\n${quoted(one.extracted_content)}`] : one.file_name ? [name] : []
}
