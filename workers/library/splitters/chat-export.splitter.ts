import { refuse } from '../failure.ts'
import type { Limits } from '../limits.ts'
import { Refused } from '../refused.ts'
import type { Chat } from './chat.ts'
import { chatDocument } from './chat-document.ts'
import { chatOfChatGpt } from './chatgpt.ts'
import { chatOfClaude } from './claude.ts'
import { checkExportZip, openExportZip } from './export-zip.ts'
import { bytesOf } from './file-bytes.ts'
import { type JsonElement, jsonElements } from './json-elements.ts'
import type { FileToSplit, Part, Splitter } from './splitter.ts'

/** Exports of ChatGPT and Claude, as the archive they come in or unpacked: one document for each conversation. */
export const chatExportSplitter: Splitter = {
  type: 'chat',
  async accepts(file) {
    if (!isZip(file)) return file.extension === 'json' && shapeOf(file.head) !== null
    const zip = await openExportZip(file.fd)
    if (!zip || zip.isDocument) return false
    if (zip.entries.length === 0)
      throw new Refused(refuse('FORMAT_UNSUPPORTED', 'An archive that is no export of chats'))
    return true
  },
  async *split(file, limits) {
    let number = 0
    for await (const { key, chunks } of filesOf(file, limits)) {
      for await (const element of jsonElements(chunks, { key, mostBytes: mostBytesOf(limits) })) {
        number += 1
        const part = partOf(element, number)
        if (part) yield part
      }
    }
  },
}

interface JsonFile {
  readonly key: string | null
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>
}

async function* filesOf(file: FileToSplit, limits: Limits): AsyncGenerator<JsonFile> {
  if (!isZip(file)) {
    yield { key: shapeOf(file.head) === 'object' ? 'conversations' : null, chunks: chunksOf(file) }
    return
  }
  const zip = await openExportZip(file.fd)
  if (!zip) return
  checkExportZip(zip, limits)
  for (const entry of zip.entries) yield { key: null, chunks: await zip.open(entry) }
}

async function* chunksOf({ fd, size }: FileToSplit): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < size; at += chunkBytes) yield bytesOf(fd, at, Math.min(size, at + chunkBytes))
}

const chunkBytes = 1_048_576

/** One conversation: large enough for any that was typed, small enough to take apart within the memory of the thread. */
function mostBytesOf({ fileBytes }: Limits): number {
  return Math.min(fileBytes, 32_000_000)
}

function partOf(element: JsonElement, number: number): Part | null {
  if ('skipped' in element) return skippedPart(element, number)
  const chat = chatOfChatGpt(element.value) ?? chatOfClaude(element.value)
  return chat && partOfChat(chat)
}

function partOfChat(chat: Chat): Part | null {
  const document = chatDocument(chat)
  if (!document) return null
  const { identity } = chat
  const title = document.title ?? ''
  return { part: identity, identity, title, thread: identity, content: { type: 'chat', document } }
}

/** In the list as one that is not read: nothing is left out without a word. */
function skippedPart(element: Extract<JsonElement, { readonly skipped: string }>, number: number): Part {
  const { skipped, bytes, head } = element
  const named = /"(?:title|name)"\s*:\s*"((?:[^"\\]|\\.){1,300})"/.exec(head)?.[1] ?? ''
  const title = named.replace(/\\u[0-9a-f]{4}|\\./gi, ' ').trim() || `Conversation ${number}`
  const why =
    skipped === 'too-large'
      ? `This conversation has ${Math.round(bytes / 1_000_000)} MB, which is more than Alcove reads, so its text was left out.`
      : 'This conversation is damaged in the export, so its text was left out.'
  const blocks = [{ start: 0, end: why.length, headings: [], page: null, kind: 'prose' as const }]
  const document = { title, text: why, blocks, pages: null, codeLanguage: null }
  return { part: `#${number}`, identity: null, title, thread: null, content: { type: 'chat', document } }
}

function isZip({ head }: FileToSplit): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PK\u0003\u0004'
}

/** How conversations stand in a JSON file, by how it begins; null for other JSON. */
function shapeOf(head: Uint8Array): 'array' | 'object' | 'one' | null {
  const text = Buffer.from(head)
    .toString('utf8')
    .replace(/^\uFEFF?\s*/, '')
  const isExport = /"mapping"\s*:\s*\{/.test(text)
    ? /"(?:current_node|title|conversation_id)"\s*:/.test(text)
    : claude(text)
  if (!isExport) return null
  if (/^\[\s*\{/.test(text)) return 'array'
  if (/^\{[^{[]{0,2000}"conversations"\s*:\s*\[/.test(text)) return 'object'
  return text.startsWith('{') ? 'one' : null
}

function claude(text: string): boolean {
  return /"chat_messages"\s*:\s*\[/.test(text) && /"uuid"\s*:/.test(text)
}
