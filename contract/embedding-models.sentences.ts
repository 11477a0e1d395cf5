import type { EmbedderProblem, EmbeddingModelPlace } from './embedding-models.contract.ts'

/** What a person is told when an embedding model gives no vectors: what is the matter, what is safe, what to do. */
export function sentenceForEmbedder(
  { reason, message }: EmbedderProblem,
  { title, place }: { readonly title: string; readonly place: EmbeddingModelPlace },
): string {
  const what = whatIsWrong(reason, title, place)
  // The words of a server or a runtime help whoever looks into it; they come last.
  return message === '' ? what : `${what} (${message})`
}

function whatIsWrong(reason: EmbedderProblem['reason'], title: string, place: EmbeddingModelPlace): string {
  switch (reason) {
    case 'missing':
      return `${title} is not there any more. ${wayBack(place)} What was written stays.`
    case 'not-reachable':
      return `${serverOf(place)} does not answer. Start it; Alcove tries again by itself. What was written stays.`
    case 'not-an-embedding-model':
      return `${title} gives no vectors: it is not a model for embedding. Choose another one.`
    case 'damaged':
      return `${title} is not what it was when its vectors were made, so it is not used. Put the old files back, or build the vectors of the new ones.`
    case 'refused':
      return `${serverOf(place)} refuses the request. Check its address and key in Settings. What was written stays.`
    case 'unsupported':
      return `${title} cannot be used: its files or its answers have a form Alcove does not know. Choose another one.`
    case 'not-confirmed':
      return `To use ${title}, texts of your library would be sent to another machine. Nothing was sent. Begin again and agree to it if that is what you want.`
  }
}

function wayBack(place: EmbeddingModelPlace): string {
  if (place.kind === 'ollama') return `Run \`ollama pull ${place.model}\` to get it back.`
  if (place.kind === 'folder') return `Put its folder back: ${place.folder}.`
  return place.kind === 'shipped'
    ? 'Install Alcove again to get it back.'
    : `Load ${place.model} on its server to get it back.`
}

function serverOf(place: EmbeddingModelPlace): string {
  if (place.kind === 'ollama') return 'Ollama'
  return place.kind === 'openai-compatible' ? `The server at ${place.url}` : 'The model'
}
