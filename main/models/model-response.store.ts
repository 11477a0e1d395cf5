import type { StoredFigures } from '#contract/model-requests.contract'
import type { Database } from '#database/database'

export interface ResponseLimits {
  readonly rows?: number
  readonly bytes?: number
  readonly clock?: () => number
}

export interface NewResponse {
  readonly key: string
  readonly conversationId: string
  readonly text: string
}

/** Keeps what models wrote in background work, as long as the conversation it is of; the only writer of its table. */
export function createModelResponseStore({ sqlite }: Database, limits: ResponseLimits = {}) {
  const { rows = 500, bytes = 2_000_000, clock = Date.now } = limits
  const use = sqlite
    .prepare<object, string>(
      'UPDATE model_responses SET hits = hits + 1, used_at = @now WHERE key = @key RETURNING text',
    )
    .pluck()
  // The conversation may be gone by now.
  const insert = sqlite.prepare(
    `INSERT OR IGNORE INTO model_responses (key, conversation_id, text, hits, created_at, used_at)
     SELECT @key, id, @text, 0, @now, @now FROM conversations WHERE id = @conversationId`,
  )
  const letGo = sqlite.prepare(
    `DELETE FROM model_responses WHERE key IN (SELECT key FROM (
       SELECT key, row_number() OVER newest AS place, sum(octet_length(text)) OVER newest AS total
       FROM model_responses WINDOW newest AS (ORDER BY used_at DESC, created_at DESC, key))
     WHERE place > @rows OR total > @bytes)`,
  )
  const sums = sqlite.prepare<[], StoredFigures>(
    `SELECT count(*) AS responses, coalesce(sum(octet_length(text)), 0) AS bytes, coalesce(sum(hits), 0) AS used
     FROM model_responses`,
  )
  return { find, keep: sqlite.transaction(keep).immediate, figures }

  /** What was written then; it counts as used. */
  function find(key: string): string | undefined {
    return use.get({ key, now: clock() })
  }

  /** Keeps a response; what was not used for longest goes for it. */
  function keep(response: NewResponse): void {
    insert.run({ ...response, now: clock() })
    letGo.run({ rows, bytes })
  }

  /** How many there are, how large, and how often one was used again. */
  function figures(): StoredFigures {
    return sums.get() ?? { responses: 0, bytes: 0, used: 0 }
  }
}
