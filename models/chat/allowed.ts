import type { ChatModel, ChatPart } from './chat-model.ts'

/** A model on another machine as one that is asked nothing, not even whether it is there, while the person does not allow it. */
export function whenAllowed(model: ChatModel, isAllowed: () => boolean): ChatModel {
  if (model.local) return model
  return {
    ...model,
    contextLength: async (signal) => (isAllowed() ? model.contextLength(signal) : usualContext),
    readiness: async (signal) =>
      isAllowed() ? model.readiness(signal) : { ready: false, reason: 'not-allowed', message },
    stream: (request, signal) => (isAllowed() ? model.stream(request, signal) : refuse()),
  }
}

const usualContext = 8_192
const message = 'The person has not let anything be sent to this server'

// The consent may be withdrawn between the question and its turn.
async function* refuse(): AsyncGenerator<ChatPart> {
  yield { type: 'stopped', failure: { code: 'MODEL_STOPPED', reason: 'held-back', message } }
}
