import { desc, inArray, lt } from 'drizzle-orm'
import type { ModelFigures, ModelRequest } from '#contract/model-requests.contract'
import type { Database } from '#database/database'
import { modelRequests } from '#database/model-requests.table'

export type ModelRequestStore = ReturnType<typeof createModelRequestStore>

interface FigureRow extends Omit<ModelFigures, 'local' | 'firstWordMs'> {
  readonly local: 0 | 1
}

interface FirstWordRow {
  readonly server: string
  readonly model: string
  readonly local: 0 | 1
  readonly median: number
  readonly p95: number
}

const mostRows = 50_000

/** Keeps requests to model servers, the newest 50,000 at most; the only writer of its table. */
export function createModelRequestStore({ drizzle, sqlite }: Database, { most = mostRows } = {}) {
  // Ids only grow: the oldest go first.
  const trim = sqlite.prepare('DELETE FROM model_requests WHERE id <= (SELECT max(id) FROM model_requests) - ?')
  // Where a server does not say how long it wrote, the time from the first word to the end stands for it.
  const figuresOf = sqlite.prepare<[number], FigureRow>(`
    SELECT server, model, local, count(*) AS requests, sum(outcome = 'failed') AS failed,
      sum(prompt_tokens) AS promptTokens, sum(answer_tokens) AS answerTokens,
      sum(answer_tokens) FILTER (WHERE coalesce(answer_ms, total_ms - first_word_ms) > 0) * 1000.0
        / sum(coalesce(answer_ms, total_ms - first_word_ms)) FILTER (WHERE answer_tokens IS NOT NULL) AS tokensPerSecond
    FROM model_requests WHERE at >= ? GROUP BY server, model, local ORDER BY requests DESC, model, server`)
  const firstWords = sqlite.prepare<[number], FirstWordRow>(`
    SELECT server, model, local, max(first) FILTER (WHERE place = (of + 1) / 2) AS median,
      max(first) FILTER (WHERE place = (of * 95 + 99) / 100) AS p95
    FROM (SELECT server, model, local, first_word_ms AS first,
        row_number() OVER (PARTITION BY server, model, local ORDER BY first_word_ms) AS place,
        count(*) OVER (PARTITION BY server, model, local) AS of
      FROM model_requests WHERE at >= ? AND first_word_ms IS NOT NULL)
    GROUP BY server, model, local`)
  return { add: sqlite.transaction(add).immediate, figures, list, forget, deleteBefore }

  function add(request: Omit<ModelRequest, 'id'>): void {
    drizzle.insert(modelRequests).values(request).run()
    trim.run(most)
  }

  /** What was asked of each model since a time. */
  function figures(since: number): ModelFigures[] {
    const first = firstWords.all(since)
    return figuresOf.all(since).map(({ local, ...row }) => {
      const words = first.find((one) => one.server === row.server && one.model === row.model && one.local === local)
      const firstWordMs = words ? { median: words.median, p95: words.p95 } : null
      return { ...row, local: local === 1, firstWordMs }
    })
  }

  /** The newest first, before one of them when given. */
  function list({ limit, before }: { readonly limit: number; readonly before?: number | undefined }): ModelRequest[] {
    return drizzle
      .select()
      .from(modelRequests)
      .where(before === undefined ? undefined : lt(modelRequests.id, before))
      .orderBy(desc(modelRequests.id))
      .limit(limit)
      .all()
  }

  function forget(): number {
    return drizzle.delete(modelRequests).run().changes
  }

  /** Deletes at most so many of those that came before a time; returns how many. */
  function deleteBefore(time: number, atMost: number): number {
    const old = drizzle.select({ id: modelRequests.id }).from(modelRequests).where(lt(modelRequests.at, time))
    return drizzle
      .delete(modelRequests)
      .where(inArray(modelRequests.id, old.limit(atMost)))
      .run().changes
  }
}
