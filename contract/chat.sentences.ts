import type { AnswerNotFound, ModelNotReady, ModelStopped, StoodInFor } from './chat.contract.ts'
import type { ConversationNotFound, MessageNotFound } from './conversations.contract.ts'

/** What a person is told when a question or a conversation could not be opened: what happened and what to do next. */
export function sentenceForChatFailure(
  failure: ConversationNotFound | MessageNotFound | AnswerNotFound | ModelNotReady,
): string {
  switch (failure.code) {
    case 'CONVERSATION_NOT_FOUND':
      return 'This conversation is no longer here. Your documents are untouched; start a new one.'
    case 'MESSAGE_NOT_FOUND':
      return 'This part of the conversation is no longer here. Nothing else was changed.'
    case 'ANSWER_NOT_FOUND':
      return 'This answer is no longer here. Ask the question again.'
    case 'MODEL_NOT_READY':
      return notReadySentence(failure)
  }
}

/** What a person agrees to before a server on another machine is asked for the first time. */
export function sendingSentence(host: string): string {
  return `Your question and the passages found for it are sent to ${host}, with what was said before in the conversation.`
}

/** What stands under an answer of another model than the one that was wanted. */
export function stoodInSentence({ model, reason }: StoodInFor, answeredBy: string): string {
  return `${model} ${reasonInWords(reason)}; ${answeredBy} answered.`
}

/** What a person is told under an answer that broke off: what happened, what is kept, what to do next. */
export function sentenceForStop({ reason }: Pick<ModelStopped, 'reason'>): string {
  return stopSentences[reason]
}

/** The text of an answer for which no passage was relevant enough. */
export function nothingFoundText({ documents }: { readonly documents: number }): string {
  if (documents === 0) {
    return 'There is nothing to search yet. Add a folder or a file to the library, then ask again.'
  }
  const searched =
    documents === 1 ? 'the one document that was searched' : `the ${documents} documents that were searched`
  return `Nothing in ${searched} answers this question. Try the words your documents use, or add the documents that could.`
}

const stopSentences: Readonly<Record<ModelStopped['reason'], string>> = {
  'connection-lost':
    'The connection to the model broke off. What was written is kept. Check that the model server is running, then go on with it or ask again.',
  'model-crashed':
    'The model stopped with an error. What was written is kept. Go on with it, ask again, or choose another model.',
  'silent-too-long':
    'The model sent nothing for too long. What was written is kept. Ask again, or choose a smaller model.',
  garbled:
    'The model server sent something unreadable. What was written is kept. Ask again; if it happens again, restart the server.',
  'prompt-too-long':
    'The question and its passages are too long for this model. Ask something narrower, or choose a model with a larger context.',
  'out-of-memory':
    'There is not enough memory for this model. What was written is kept. Choose a smaller model, or close other programs.',
  refused:
    'The model server refused the request. Check the model and its key in Settings, or answer with quotes instead.',
  'held-back':
    'Nothing leaves this machine at present, so the server was not asked. What was written is kept. The switch is in Settings, Privacy.',
  'stopped-by-person': 'You stopped this answer. What was written is kept.',
  'not-saved': 'This answer could not be saved; the disk may be full. Copy what you need, make room, then ask again.',
  'app-ended': 'Alcove was closed while this was being written. What was written is kept, and can be gone on with.',
}

function notReadySentence({ model, reason, asks }: ModelNotReady): string {
  switch (reason) {
    case 'not-allowed':
      return `${model} is not on this machine, and nothing was sent. ${sendingSentence(asks?.host ?? 'its server')} Allow it, choose another model, or answer with quotes.`
    case 'held-back':
      return `${model} was not asked: nothing leaves this machine at present. The switch is in Settings, Privacy. Choose a model that runs here, or answer with quotes.`
    case 'not-running':
      return `${model} cannot answer: its server is not running. Nothing was lost. Start it, choose another model, or answer with quotes.`
    case 'model-missing':
      return `${model} is no longer on its server. Nothing was lost. Choose another model, or answer with quotes.`
    case 'cannot-chat':
      return `${model} cannot chat; it is made for something else. Choose another model, or answer with quotes.`
    case 'refused':
      return `The server of ${model} refuses the request. Check the address and the key in Settings, or answer with quotes.`
    case 'failing':
      return `The server of ${model} does not answer as it should. Restart it, choose another model, or answer with quotes.`
  }
}

function reasonInWords(reason: StoodInFor['reason']): string {
  switch (reason) {
    case 'not-running':
      return 'was not running'
    case 'model-missing':
      return 'was not on its server'
    case 'out-of-memory':
      return 'had too little memory'
    case 'not-allowed':
      return 'may not be sent anything'
    case 'held-back':
      return 'was held back, since nothing leaves this machine'
    case 'silent-too-long':
      return 'said nothing for too long'
    default:
      return 'was not ready'
  }
}
