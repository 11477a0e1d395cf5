import type { ModelStopped } from '#contract/chat.contract'
import type { ModelRequest } from '#contract/model-requests.contract'
import type { ChatPart } from './chat-model.ts'

export type EndedRequest = Omit<ModelRequest, 'id'>
type About = Pick<EndedRequest, 'at' | 'server' | 'model' | 'local' | 'use' | 'work' | 'waitedMs'>

const byPerson = new Set<ModelStopped['reason']>(['stopped-by-person', 'app-ended'])

/** The same parts; once they have ended, or nobody listens any more, how the request went is told. */
export async function* observed(
  parts: AsyncIterable<ChatPart>,
  about: About,
  onEnded: (request: EndedRequest) => void,
): AsyncGenerator<ChatPart> {
  const sentAt = performance.now()
  const since = () => Math.round(performance.now() - sentAt)
  let firstWordMs: number | null = null
  // One who leaves before the end has stopped it.
  let end: Pick<EndedRequest, 'outcome' | 'reason'> = { outcome: 'stopped', reason: null }
  let finished: Extract<ChatPart, { type: 'finished' }> | null = null
  try {
    for await (const part of parts) {
      if (part.type === 'token' || part.type === 'thinking') firstWordMs ??= since()
      if (part.type === 'stopped') end = endOf(part.failure)
      if (part.type === 'finished') {
        finished = part
        end = { outcome: 'done', reason: null }
      }
      yield part
    }
  } catch (cause) {
    end = { outcome: 'failed', reason: 'unexpected' }
    throw cause
  } finally {
    const { promptTokens = null, answerTokens = null, took } = finished ?? {}
    const { loadMs = null, promptMs = null, answerMs = null } = took ?? {}
    const told = { promptTokens, answerTokens, loadMs, promptMs, answerMs }
    onEnded({ ...about, firstWordMs, totalMs: since(), ...told, ...end })
  }
}

function endOf({ reason }: ModelStopped): Pick<EndedRequest, 'outcome' | 'reason'> {
  return byPerson.has(reason) ? { outcome: 'stopped', reason: null } : { outcome: 'failed', reason }
}
