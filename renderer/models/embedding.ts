import type { EmbeddingEstimate, EmbeddingModel, EmbeddingModelPlace } from '#contract/embedding-models.contract'
import { hostOf } from '../app/address.ts'
import type { StateShapeName, StateTone } from '../ui/StateShape.tsx'
import { bytes, count, plural, timeLeft } from '../ui/words.ts'

/** Where an embedding model is, and whether texts leave this machine for it. */
export function whereItIs(place: EmbeddingModelPlace, leaves: boolean): string {
  const stays = leaves ? '' : ', stays on this machine'
  switch (place.kind) {
    case 'shipped':
      return `Comes with Alcove, runs without Ollama${stays}`
    case 'folder':
      return `In ${place.folder}${stays}`
    case 'ollama':
      return `In Ollama${stays}`
    case 'openai-compatible':
      return `On ${hostOf(place.url)}${stays}`
  }
}

/** How far a model is, in one line. */
export function howFar({ state, vectors, passages, bytes: disk, secondsLeft }: EmbeddingModel): string {
  const facts =
    vectors >= passages
      ? [`${plural(passages, 'passage')}`, `${bytes(disk)} of disk`]
      : [
          `${count(vectors)} of ${plural(passages, 'passage')}`,
          state === 'building' && secondsLeft !== null ? timeLeft(secondsLeft) : `${bytes(disk)} of disk`,
        ]
  return facts.join(' · ')
}

/** The state of a model as a shape and a word. */
export function embeddingState({ state, problem }: Pick<EmbeddingModel, 'state' | 'problem'>): {
  readonly shape: StateShapeName
  readonly tone: StateTone
  readonly words: string
} {
  if (problem !== null)
    return { shape: 'cross', tone: 'bad', words: state === 'serving' ? 'Words only' : 'Stands still' }
  switch (state) {
    case 'serving':
      return { shape: 'full', tone: 'ok', words: 'In use' }
    case 'building':
      return { shape: 'part', tone: 'busy', words: 'Being built' }
    case 'paused':
      return { shape: 'half', tone: 'wait', words: 'Paused' }
    case 'kept':
      return { shape: 'empty', tone: 'wait', words: 'Kept' }
  }
}

/** What a change to a model would need, in sentences: time, disk, and what goes on meanwhile. */
export function saysEstimate({ passages, seconds, bytes: disk, passagesPerSecond, dimensions }: EmbeddingEstimate) {
  const rate = passagesPerSecond >= 10 ? Math.round(passagesPerSecond) : Math.round(passagesPerSecond * 10) / 10
  return [
    `Building takes ${timeLeft(seconds)}: ${plural(passages, 'passage')}, ${count(rate)} a second on this machine.`,
    `Its vectors need ${bytes(disk)} of disk (${count(dimensions)} numbers a passage), beside those in use.`,
    'The present model goes on answering until then. You can pause, go on another day, or stop.',
  ]
}

/** What leaves the machine for a model elsewhere, said before anything is sent; null when nothing does. */
export function saysLeaving(place: EmbeddingModelPlace, leaves: boolean) {
  if (!leaves) return null
  const to = place.kind === 'openai-compatible' ? hostOf(place.url) : 'another machine'
  return `Leaves this machine: the text of every passage in your library is sent to ${to}, now and whenever a file changes, and each question when it is asked.`
}

export interface PlaceDraft {
  /** A candidate by its number in the list, or a kind to be filled in. */
  readonly choice: string
  readonly folder: string
  readonly url: string
  readonly model: string
}

/** The place that was chosen or typed; null while something is missing. */
export function draftToPlace(
  { choice, folder, url, model }: PlaceDraft,
  candidates: readonly { readonly place: EmbeddingModelPlace }[],
): EmbeddingModelPlace | null {
  if (choice === 'folder') return folder.trim() ? { kind: 'folder', folder: folder.trim() } : null
  if (choice === 'server') {
    const address = url.trim()
    return URL.canParse(address) && /^https?:/i.test(address) && model.trim()
      ? { kind: 'openai-compatible', url: address, model: model.trim() }
      : null
  }
  return choice === '' ? null : (candidates[Number(choice)]?.place ?? null)
}
