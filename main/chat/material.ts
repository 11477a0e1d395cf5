import type { Attachment } from '#contract/attachments.contract'
import type { Passage } from '#contract/passage'
import type { Failure, Result } from '#contract/result'
import type { FindInput, Found, FoundPassage, SearchFilters } from '#contract/search.contract'
import type { ChatModel, Picture } from '#models/chat/chat-model'
import type { AttachmentStore } from './attachment.store.ts'
import { estimateTokens, shareOut } from './budget.ts'
import { bestOfText, passagesOfText } from './text-passages.ts'

/** What was given along, as the model is to have it. */
export interface Along {
  /** Documents that the question is about, those recognised in pictures that the model cannot see among them. */
  readonly documentIds: readonly string[]
  readonly sourceIds: readonly string[]
  /** As documents name who wrote them, and as they are called in texts. */
  readonly people: readonly { readonly author: string; readonly name: string }[]
  /** Passages that are given before all others. */
  readonly passages: readonly { readonly id: string; readonly documentId: string }[]
  readonly texts: readonly (readonly FoundPassage[])[]
  readonly pictures: readonly Picture[]
  /** Pictures that the model cannot see, and in which no text was recognised. */
  readonly unseen: number
}

/** What a question is answered from, and what became of that which was given along. */
export type Material = Found & {
  readonly whole?: number
  readonly tooLong?: number
  readonly pictures?: readonly Picture[]
  readonly unseen?: number
}

export interface MaterialDeps {
  readonly along: Along
  readonly question: string
  /** What to search for. */
  readonly query: string
  readonly filters: SearchFilters
  readonly model: ChatModel
  readonly passagesOf: (documentId: string) => readonly Passage[]
  readonly find: (input: FindInput, signal: AbortSignal) => Promise<Found>
}

/** What the frame around a passage takes, in tokens. */
const frame = 40
const passagesPerQuestion = 8
const passagesPerText = 4

/** Those of a document that is there. */
export function passagesIn(found: Result<readonly Passage[], Failure>): readonly Passage[] {
  return found.ok ? found.value : []
}

/** Sorts what was given along by what the model can do with it. */
export async function readAlong(
  attachments: readonly Attachment[],
  { model, bytesOf }: { readonly model: ChatModel; readonly bytesOf: AttachmentStore['read'] },
  signal?: AbortSignal,
): Promise<Along> {
  const documentIds: string[] = []
  const texts: FoundPassage[][] = []
  const pictures: Picture[] = []
  const sees = attachments.some(({ kind }) => kind === 'picture') && (await model.sees?.(signal)) === true
  let unseen = 0
  for (const one of attachments) {
    if (one.kind === 'document') documentIds.push(one.id)
    const bytes = one.kind === 'picture' || one.kind === 'text' ? bytesOf(one.id)?.bytes : undefined
    if (one.kind === 'text' && bytes) texts.push(passagesOfText(one, Buffer.from(bytes).toString('utf8')))
    if (one.kind !== 'picture') continue
    const { title, mediaType } = one
    if (sees && bytes) pictures.push({ title, mediaType, base64: Buffer.from(bytes).toString('base64') })
    else if (one.documentId) documentIds.push(one.documentId)
    else unseen += 1
  }
  return {
    documentIds,
    sourceIds: attachments.flatMap((one) => (one.kind === 'collection' ? one.sourceIds : [])),
    people: attachments.flatMap((one) => (one.kind === 'person' ? [{ author: one.id, name: one.title }] : [])),
    passages: attachments.filter((one) => one.kind === 'passage'),
    texts,
    pictures,
    unseen,
  }
}

/**
 * What is given along whole, in reading order, where the model's context has room for all of it; else the library searched
 * within it. Passages that were pointed at come first in any case.
 */
export async function findMaterial(deps: MaterialDeps, signal: AbortSignal): Promise<Material> {
  const { along, model, passagesOf } = deps
  const { pictures, unseen } = along
  const pointedAt = along.passages.flatMap(({ id, documentId }) =>
    passagesOf(documentId).filter((one) => one.id === id),
  )
  const documents = along.documentIds.map(passagesOf).filter(({ length }) => length > 0)
  const named = documents.length + along.texts.length
  const whole = unique([...pointedAt, ...documents.flat(), ...along.texts.flat()].map(asFound))
  // Quotes are sentences that were found: whole documents have none to choose from.
  const fits = named > 0 && model.runtime !== 'quotes' && (await hasRoom(whole, deps, signal))
  const seen = { ...(pictures.length > 0 ? { pictures } : {}), ...(unseen > 0 ? { unseen } : {}) }
  if (fits) return { ...given(whole, named), ...seen }
  const texts =
    model.runtime === 'quotes' ? [] : along.texts.flatMap((text) => bestOfText(text, deps.question, passagesPerText))
  // Texts alone are all there is to search: nothing else was asked about.
  const onlyTexts = along.texts.length > 0 && along.documentIds.length === 0 && along.sourceIds.length === 0
  const found = onlyTexts && texts.length > 0 ? given([], 0) : await search(deps, signal)
  const passages = unique([...pointedAt.map(asFound), ...texts, ...found.passages])
  return { ...found, passages, ...(named > 0 ? { tooLong: named } : {}), ...seen }
}

async function search({ along, query, filters, find }: MaterialDeps, signal: AbortSignal): Promise<Found> {
  const limit = passagesPerQuestion
  if (along.people.length === 0) return find({ query, limit, filters }, signal)
  // What somebody wrote, and what names them: two searches, because the query language has no "or".
  const names = along.people.map(({ name }) => name.replaceAll('"', ''))
  const found = await Promise.all([
    find({ query, limit, filters: { ...filters, authors: along.people.map(({ author }) => author) } }, signal),
    ...names.map((name) => find({ query: `${query} "${name}"`, limit, filters }, signal)),
  ])
  const [first] = found
  if (!first) throw new Error('A search found nothing to begin with')
  const passages = unique(found.flatMap((one) => one.passages).toSorted((a, b) => b.score - a.score)).slice(0, limit)
  return { ...first, passages, didYouMean: null }
}

async function hasRoom(passages: readonly FoundPassage[], { model, question }: MaterialDeps, signal: AbortSignal) {
  const room = shareOut(await model.contextLength(signal), question).passages
  return passages.reduce((sum, { text, title }) => sum + estimateTokens(`${title} ${text}`) + frame, 0) <= room
}

function given(passages: FoundPassage[], whole: number): Material {
  return {
    passages,
    mode: 'words',
    milliseconds: 0,
    searched: { documents: new Set(passages.map(({ documentId }) => documentId)).size, passages: passages.length },
    problems: [],
    didYouMean: null,
    ...(whole > 0 ? { whole } : {}),
  }
}

/** A passage that was not searched for. */
export function asFound(passage: Passage | FoundPassage): FoundPassage {
  return { ...passage, score: 1, marks: [], relevant: true }
}

function unique(passages: readonly FoundPassage[]): FoundPassage[] {
  return [...new Map(passages.map((one) => [one.id, one])).values()]
}
