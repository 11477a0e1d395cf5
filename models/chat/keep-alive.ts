/** How long Ollama keeps a model in memory after a request: seconds, -1 until it ends, 0 not at all, null as it does by itself. */
export type KeepAlive = number | null

/** What of a request to Ollama says how long the model stays in memory; nothing where the server's own rule holds. */
export function keepAliveField(keepAlive: KeepAlive): { readonly keep_alive?: number } {
  return keepAlive === null ? {} : { keep_alive: keepAlive }
}
