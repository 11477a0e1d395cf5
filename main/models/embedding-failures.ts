import type { EmbedderProblem, EmbeddingModelPlace } from '#contract/embedding-models.contract'
import { sentenceForEmbedder } from '#contract/embedding-models.sentences'
import { fail } from '#contract/result'

/** A model that cannot embed, with the sentence for people as its message. */
export function unusable(problem: EmbedderProblem, place: EmbeddingModelPlace, title = nameOf(place)) {
  const message = sentenceForEmbedder(problem, { title, place })
  return fail({ code: 'EMBEDDING_MODEL_UNUSABLE', message, reason: problem.reason })
}

function nameOf(place: EmbeddingModelPlace): string {
  if (place.kind === 'folder') return place.folder.split(/[\\/]/).findLast(Boolean) ?? place.folder
  return place.kind === 'shipped' ? 'The shipped model' : place.model
}

/** No model has this id. */
export function notFound(id: string) {
  return fail({ code: 'EMBEDDING_MODEL_NOT_FOUND', message: `No embedding model ${id}`, id })
}

/** What was asked is not done to the model that answers. */
export function serves(id: string) {
  return fail({ code: 'EMBEDDING_MODEL_SERVES', message: `${id} is the model that serves`, id })
}
