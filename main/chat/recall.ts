import type { Turn } from '#contract/chat.contract'
import type { Passage } from '#contract/passage'
import type { ChatStore } from './chat.store.ts'
import { tellable } from './history.ts'
import { passagesOfText } from './text-passages.ts'
import { nothingRecalled, type Recalled } from './told.ts'

export interface RecallDeps {
  readonly store: Pick<ChatStore, 'told' | 'attachments'>
  /** Those of the library that are still there. */
  readonly passagesNamed: (ids: readonly string[]) => readonly Passage[]
}

/** More than any prompt tells with their passages. */
const turnsAtMost = 200

/** How the turns above a question were told, with the passages that they were told with, as far as these are still there. */
export function recall(history: readonly Turn[], { store, passagesNamed }: RecallDeps): Recalled {
  const turns = tellable(history).slice(-turnsAtMost)
  const told = store.told(turns.flatMap(({ answer }) => answer?.id ?? []))
  const lastAt = turns.findLastIndex(({ answer }) => told.has(answer?.id ?? ''))
  const last = told.get(turns[lastAt]?.answer?.id ?? '')
  if (!last) return nothingRecalled
  const full = turns.slice(Math.max(0, lastAt - last.turns + last.bare))
  const ids = full.flatMap(({ answer }) => told.get(answer?.id ?? '')?.passages.map(({ id }) => id) ?? [])
  const passages = [...passagesNamed([...new Set(ids)]), ...full.flatMap((turn) => textsOf(turn, store))]
  return { told, passages: new Map(passages.map((one) => [one.id, one])) }
}

function textsOf({ attachments }: Turn, { attachments: kept }: RecallDeps['store']): readonly Passage[] {
  return attachments.flatMap((one) => {
    const bytes = one.kind === 'text' ? kept.read(one.id)?.bytes : undefined
    return bytes ? passagesOfText(one, Buffer.from(bytes).toString('utf8')) : []
  })
}
