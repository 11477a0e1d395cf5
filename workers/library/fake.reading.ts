import { loadTokenizer } from '#models/embedding/tokenizer'
import { Limits } from './limits.ts'
import { readDocument } from './read-document.ts'

const countTokens = loadTokenizer().count

/** Reads a file as the library does. */
export function readBytes(name: string, content: string | Uint8Array, limits: Partial<Limits> = {}) {
  return readDocument({ name, bytes: new Uint8Array(Buffer.from(content)), limits: Limits.parse(limits), countTokens })
}

/** Reads a file that can be read, with the text of each passage. */
export async function read(name: string, content: string | Uint8Array, limits: Partial<Limits> = {}) {
  const draft = await readBytes(name, content, limits)
  if (!draft.ok) throw new Error(`${draft.failure.code}: ${draft.failure.message}`)
  const { text, passages } = draft.value
  return {
    ...draft.value,
    passages: passages.map((passage) => ({ ...passage, text: text.slice(passage.start, passage.end) })),
  }
}

/** `read`, or the code of the failure. */
export async function outcomeOf(name: string, content: string | Uint8Array, limits: Partial<Limits> = {}) {
  const draft = await readBytes(name, content, limits)
  return draft.ok ? 'read' : draft.failure.code
}
