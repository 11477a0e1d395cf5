import type { ChatModel, ChatRequest } from '#models/chat/chat-model'
import { backgroundWords, type Responses } from './background-words.ts'
import { cleanTitle } from './title.ts'

export interface Titles {
  /** Whether the person wants titles by a model. */
  readonly isOn: () => boolean
  /** Gives a conversation another title, unless it has another than `from` by now; says whether it did. */
  readonly retitle: (conversationId: string, change: { readonly from: string; readonly to: string }) => boolean
}

export interface TitleJob {
  readonly conversationId: string
  /** The title it has by itself. */
  readonly from: string
  /** Who is asked, and what; found when its time has come. */
  readonly ask: () => Promise<{ readonly model: ChatModel; readonly request: ChatRequest }>
}

const triesAtMost = 5

/**
 * Has conversations named by a model, one after the other, and only while no answer is being written: one that begins
 * meanwhile ends the work, which is then taken up again behind it.
 */
export function createTitling({ titles, responses }: { readonly titles?: Titles; readonly responses?: Responses }) {
  const waiting = new Map<string, { readonly job: TitleJob; readonly tries: number }>()
  const listeners = new Set<(conversationId: string) => void>()
  const ending = new AbortController()
  let held = false
  let current = new AbortController()
  let working: Promise<void> | null = null
  return { add, hold, go, changes, settled: async () => working, close }

  function add(job: TitleJob): void {
    if (titles?.isOn()) waiting.set(job.conversationId, { job, tries: 0 })
  }

  /** Nothing is asked from now on. */
  function hold(): void {
    held = true
    current.abort()
  }

  /** What waits may be asked. */
  function go(): void {
    held = false
    working ??= work().finally(() => {
      working = null
      // An answer may have begun and ended while the last one was being given up.
      if (!held && waiting.size > 0 && !ending.signal.aborted) go()
    })
  }

  async function work(): Promise<void> {
    for (const [conversationId, { job, tries }] of waiting) {
      if (held || ending.signal.aborted) return
      waiting.delete(conversationId)
      current = new AbortController()
      await name(job, AbortSignal.any([current.signal, ending.signal])).catch(() => {
        // The beginning of the question is a title, too.
      })
      if (current.signal.aborted && tries + 1 < triesAtMost && !waiting.has(conversationId)) {
        waiting.set(conversationId, { job, tries: tries + 1 })
      }
    }
  }

  async function name({ conversationId, from, ask }: TitleJob, signal: AbortSignal): Promise<void> {
    const { model, request } = await ask()
    if (model.runtime === 'quotes' || signal.aborted || !titles?.isOn()) return
    const isUsable = (text: string) => cleanTitle(text) !== null
    const to = cleanTitle(await backgroundWords({ model, request, conversationId, signal, isUsable }, responses))
    if (to === null || signal.aborted || to === from) return
    if (titles.retitle(conversationId, { from, to })) for (const tell of listeners) tell(conversationId)
  }

  /** The conversations that got a title, from now on. */
  async function* changes(signal?: AbortSignal): AsyncGenerator<{ conversationId: string }> {
    const named: string[] = []
    let wake = () => {}
    const tell = (conversationId: string) => {
      named.push(conversationId)
      wake()
    }
    const isOver = () => ending.signal.aborted || signal?.aborted === true
    const leave = () => wake()
    listeners.add(tell)
    for (const over of [signal, ending.signal]) over?.addEventListener('abort', leave)
    try {
      while (!isOver()) {
        for (const conversationId of named.splice(0)) yield { conversationId }
        if (named.length > 0 || isOver()) continue
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      listeners.delete(tell)
      for (const over of [signal, ending.signal]) over?.removeEventListener('abort', leave)
    }
  }

  async function close(): Promise<void> {
    ending.abort()
    await working
  }
}
