import type { Connection } from '#database/connection'

/** SQL for the id of the model that answers questions; the one parameter is the shipped model, which does unless another was chosen. */
export const servingModelSql =
  "coalesce((SELECT id FROM embedding_models WHERE state = 'serving' AND deleted_at IS NULL), ?)"

/** Asks which model answers questions at this moment: main may change it while this process runs. */
export function servingModel({ sqlite }: Connection, shipped: string): () => string {
  const serving = sqlite.prepare<[string], string>(`SELECT ${servingModelSql}`).pluck()
  return () => serving.get(shipped) ?? shipped
}
