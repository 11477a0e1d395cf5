import { create } from 'zustand'
import type { Attachment } from '#contract/attachments.contract'
import type { WaitingQuestion } from '#contract/conversations.contract'
import { client } from '../app/client.ts'

/** What is typed at a place and not asked yet. */
interface Typed {
  readonly text: string
  /** What is given along with it. */
  readonly attachments: readonly Attachment[]
  /** Questions that wait until the answer before them is written. */
  readonly queued: readonly WaitingQuestion[]
}

interface Drafts {
  readonly typed: ReadonlyMap<string, Typed>
}

const nothing: Typed = { text: '', attachments: [], queued: [] }
const afterLastKey = 400

/** Typed text by place: no key, no change of page, no reload and no crash loses it. */
const useDrafts = create<Drafts>(() => ({ typed: new Map() }))

let read: Promise<void> | null = null
const unsaved = new Map<string, ReturnType<typeof setTimeout>>()

/** The unsent text of a composer and what waits behind it. Places that begin with `!` are kept in this window only. */
export function useDraft(place: string): readonly [string, (text: string) => void] {
  readOnce()
  const text = useDrafts((store) => store.typed.get(place)?.text ?? '')
  return [text, (next) => setDraft(place, next)]
}

/** The questions that wait at a place, the next one first. */
export function useQueued(place: string): readonly WaitingQuestion[] {
  return useDrafts((store) => store.typed.get(place)?.queued ?? nothing.queued)
}

/** Puts text into the composer of a place. */
export function setDraft(place: string, text: string) {
  change(place, (typed) => ({ ...typed, text }))
}

/** What the text at a place is given along with. */
export function useGiven(place: string): readonly Attachment[] {
  readOnce()
  return useDrafts((store) => store.typed.get(place)?.attachments ?? nothing.attachments)
}

/** Gives something along with the text at a place; the same thing once. */
export function give(place: string, one: Attachment) {
  change(place, (typed) =>
    typed.attachments.some(({ id }) => id === one.id) ? typed : { ...typed, attachments: [...typed.attachments, one] },
  )
}

/** Takes something away from what is given along. */
export function takeBack(place: string, id: string) {
  change(place, (typed) => ({ ...typed, attachments: typed.attachments.filter((one) => one.id !== id) }))
}

/** Takes all of it, to ask with. */
export function takeGiven(place: string): Attachment[] {
  const given = useDrafts.getState().typed.get(place)?.attachments ?? []
  if (given.length > 0) change(place, (typed) => ({ ...typed, attachments: [] }))
  return [...given]
}

/** Lets a question wait at a place. */
export function enqueue(place: string, waiting: WaitingQuestion) {
  change(place, (typed) => ({ ...typed, queued: [...typed.queued, waiting] }))
}

/** Takes a waiting question away; gives it, or undefined where it is gone already. */
export function dequeue(place: string, index = 0): WaitingQuestion | undefined {
  const queued = useDrafts.getState().typed.get(place)?.queued ?? []
  change(place, (typed) => ({ ...typed, queued: typed.queued.filter((_, at) => at !== index) }))
  return queued[index]
}

function change(place: string, next: (typed: Typed) => Typed) {
  useDrafts.setState(({ typed }) => ({ typed: new Map([...typed, [place, next(typed.get(place) ?? nothing)]]) }))
  if (place.startsWith('!')) return
  clearTimeout(unsaved.get(place))
  unsaved.set(
    place,
    setTimeout(() => save(place), afterLastKey),
  )
}

function save(place: string) {
  unsaved.delete(place)
  const { text, attachments, queued } = useDrafts.getState().typed.get(place) ?? nothing
  // Where it cannot be kept it still stands in the window; the next key tries again.
  void client.chat.drafts.set({ place, text, attachments: [...attachments], queued: [...queued] }).catch(() => {})
}

function readOnce() {
  read ??= client.chat.drafts.list().then(
    (kept) =>
      useDrafts.setState(({ typed }) => ({
        // What was typed while they were on their way is newer.
        typed: new Map([...kept.map(({ place, ...one }) => [place, one] as const), ...typed]),
      })),
    () => {
      read = null
    },
  )
}

globalThis.addEventListener?.('pagehide', () => {
  for (const place of [...unsaved.keys()]) save(place)
})
