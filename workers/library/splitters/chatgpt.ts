import { z } from 'zod'
import { type Chat, type ChatMessage, fenced, quoted, timeOf } from './chat.ts'

const Text = z.string().nullish().catch(null)

const Message = z.object({
  id: Text,
  author: z.object({ role: z.string(), name: Text }),
  create_time: z.unknown().optional(),
  recipient: Text,
  content: z.looseObject({ content_type: z.string() }),
  metadata: z
    .object({
      is_visually_hidden_from_conversation: z.unknown().optional(),
      model_slug: Text,
      attachments: z.array(z.unknown()).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})
type Message = z.infer<typeof Message>

const Node = z.object({ message: Message.nullish().catch(null), parent: Text })

const Conversation = z.object({
  conversation_id: Text,
  id: Text,
  title: Text,
  create_time: z.unknown().optional(),
  update_time: z.unknown().optional(),
  current_node: Text,
  default_model_slug: Text,
  mapping: z.record(z.string(), Node.catch({ message: null, parent: null })),
})

/** A conversation of a ChatGPT export; null when the value is none. */
export function chatOfChatGpt(value: unknown): Chat | null {
  const parsed = Conversation.safeParse(value)
  if (!parsed.success) return null
  const { mapping, title, create_time, update_time, current_node, default_model_slug, ...ids } = parsed.data
  const id = ids.conversation_id || ids.id
  if (!id) return null
  const messages = Object.entries(mapping).map(([nodeId, { message, parent }]): ChatMessage => {
    const about = message ? shown(message, default_model_slug ?? null) : { speaker: '', text: '' }
    return { id: nodeId, parent: parent ?? null, at: timeOf(message?.create_time), ...about }
  })
  return {
    identity: `chatgpt:${id}`,
    title: title ?? '',
    createdAt: timeOf(create_time),
    updatedAt: timeOf(update_time) ?? timeOf(create_time),
    messages,
    current: current_node ?? null,
  }
}

/** What a person saw of a message: nothing of what the program told the model. */
function shown(message: Message, defaultModel: string | null): Pick<ChatMessage, 'speaker' | 'text'> {
  const { author, metadata, content } = message
  const isHidden = author.role === 'system' || Boolean(metadata?.is_visually_hidden_from_conversation)
  if (isHidden || unseen.has(content.content_type)) return { speaker: '', text: '' }
  const text = [textOf(message), ...attachmentsOf(message)].filter((part) => part.trim() !== '').join('\n\n')
  return { speaker: speakerOf(message, defaultModel), text }
}

/** What a person told ChatGPT about themselves for all conversations, and lines such as “Thought for 5 seconds”. */
const unseen = new Set(['user_editable_context', 'model_editable_context', 'reasoning_recap'])

function speakerOf({ author, metadata }: Message, defaultModel: string | null): string {
  if (author.role === 'user') return 'You'
  if (author.role === 'tool') return author.name ? `Tool (${author.name})` : 'Tool'
  const model = metadata?.model_slug ?? defaultModel
  return model ? `Assistant (${model})` : 'Assistant'
}

function textOf(message: Message): string {
  const { content } = message
  switch (content.content_type) {
    case 'code':
      return fenced(stringOf(content.text), stringOf(content.language) === 'unknown' ? '' : stringOf(content.language))
    case 'execution_output':
      return fenced(stringOf(content.text))
    case 'tether_quote':
      return [stringOf(content.title), stringOf(content.url), quoted(stringOf(content.text))]
        .filter(Boolean)
        .join('\n\n')
    case 'tether_browsing_display':
      return quoted(stringOf(content.result) || stringOf(content.summary))
    case 'thoughts':
      return listOf(content.thoughts).map(thought).filter(Boolean).join('\n\n')
    default: {
      const parts = listOf(content.parts).map((part) => partOf(part, message))
      return withoutCitations(parts.filter(Boolean).join('\n\n') || stringOf(content.text) || stringOf(content.result))
    }
  }
}

function thought(value: unknown): string {
  const { summary, content } = fieldsOf(value)
  const text = [stringOf(summary), stringOf(content)].filter(Boolean).join('\n')
  return text ? quoted(text) : ''
}

function partOf(part: unknown, message: Message): string {
  if (typeof part === 'string') return part
  const { content_type, asset_pointer, text, metadata } = fieldsOf(part)
  if (content_type === 'image_asset_pointer')
    return `[picture: ${nameOfAsset(stringOf(asset_pointer), metadata, message)}]`
  if (content_type === 'audio_transcription' || typeof text === 'string') return stringOf(text)
  return stringOf(content_type).includes('audio') ? '[voice message]' : ''
}

/** The name of the file a person attached, or what a drawn picture was to show; otherwise the name in the export. */
function nameOfAsset(pointer: string, metadata: unknown, message: Message): string {
  const id = pointer.split('/').at(-1) ?? ''
  const attached = listOf(message.metadata?.attachments).map(fieldsOf)
  const name = stringOf(attached.find((one) => one.id === id)?.name)
  const drawn = stringOf(fieldsOf(fieldsOf(metadata).dalle).prompt)
  return (name || drawn || id || 'without a name').replace(/\s+/g, ' ').slice(0, 300)
}

function attachmentsOf(message: Message): string[] {
  const shownAsPicture = textOfPictures(message)
  return listOf(message.metadata?.attachments).flatMap((value) => {
    const { name } = fieldsOf(value)
    return typeof name === 'string' && !shownAsPicture.includes(`[picture: ${name}]`) ? [`[file: ${name}]`] : []
  })
}

function textOfPictures(message: Message): string {
  return message.content.content_type === 'multimodal_text' ? textOf(message) : ''
}

/** Marks of sources stand between characters of private use, which say nothing outside the program. */
function withoutCitations(text: string): string {
  return text.replace(/\ue200[^\ue200\ue201]{0,2000}\ue201/g, '')
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
