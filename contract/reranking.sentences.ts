import type { RerankerProblem } from './reranking.contract.ts'

/** What a person is told when a cross-encoder gives no scores: what is the matter, what is safe, what to do. */
export function sentenceForReranker({ reason, message }: RerankerProblem, folder: string): string {
  const what = whatIsWrong(reason, folder)
  // The words of a runtime help whoever looks into it; they come last.
  return message === '' || reason === 'missing' ? what : `${what} (${message})`
}

function whatIsWrong(reason: RerankerProblem['reason'], folder: string): string {
  switch (reason) {
    case 'missing':
      return `${folder} holds no such model: it needs tokenizer.json, and model.onnx beside it or in the folder onnx. Give the whole path of its folder. Search goes on without it.`
    case 'not-a-reranker':
      return `The model in ${folder} does not judge how well a passage answers a question: it is made for something else. Choose a cross-encoder that gives one number per pair.`
    case 'wrong-order':
      return `The model in ${folder} finds a wrong answer better than a right one, so it would make search worse. It is not used; choose another one.`
    case 'unsupported':
      return `The model in ${folder} cannot be opened: its files have a form Alcove does not know, or are not complete. Search goes on without it.`
    case 'failed':
      return `The model in ${folder} failed, so passages keep the order they have without it. Alcove tries it again by itself; turn it off if that goes on.`
  }
}
