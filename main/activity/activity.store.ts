import { v7 as newId } from 'uuid'
import type { ActivityAbout, ActivityEntry, ActivityFilter } from '#contract/activity.contract'
import type { Database } from '#database/database'
import { beginning, type ChainEnd, hashOf, type Link } from './chain.ts'

export type ActivityStore = ReturnType<typeof createActivityStore>

export interface Noted {
  readonly kind: string
  readonly about: ActivityAbout
}

type Row = Link & { readonly id: number; readonly hash: string; readonly title: string | null }

const columns = 'a.id, a.chain, a.number, a.at, a.kind, a.about, a.previous, a.hash'
// Titles are looked up, never kept: with what they name they are gone.
const title = `coalesce(
  (SELECT c.title FROM conversations c WHERE c.id = a.about ->> 'conversationId'),
  (SELECT s.title FROM sources s WHERE s.id = a.about ->> 'sourceId')) AS title`

/** Keeps what Alcove did, one row after the other, each with the hash of the one before; the only writer of its tables. */
export function createActivityStore({ sqlite }: Database, clock: () => number = Date.now) {
  const ends = sqlite.prepare<[], ChainEnd & { readonly own: number }>(
    `SELECT chain, own, number, hash, trimmed_to AS trimmedTo, trimmed_hash AS trimmedHash FROM activity_chains ORDER BY own DESC, chain`,
  )
  const ownEnd = sqlite.prepare<[], ChainEnd>(
    `SELECT chain, number, hash, trimmed_to AS trimmedTo, trimmed_hash AS trimmedHash FROM activity_chains WHERE own = 1`,
  )
  const begin = sqlite.prepare(
    `INSERT INTO activity_chains (chain, own, number, hash, trimmed_to, trimmed_hash, created_at)
     VALUES (@chain, 1, 0, @hash, 0, @hash, @now)`,
  )
  const insert = sqlite.prepare(
    `INSERT INTO activity (chain, number, at, kind, about, previous, hash)
     VALUES (@chain, @number, @at, @kind, @about, @previous, @hash)`,
  )
  const moveEnd = sqlite.prepare('UPDATE activity_chains SET number = @number, hash = @hash WHERE chain = @chain')
  const rowsFrom = sqlite.prepare<[string, number, number], Row>(
    `SELECT ${columns}, NULL AS title FROM activity a WHERE chain = ? AND number > ? ORDER BY number LIMIT ?`,
  )
  const oldest = sqlite.prepare<
    { chain: string; before: number; most: number },
    { readonly number: number; readonly hash: string }
  >(
    // Only from the old end on: what stands behind a row that is kept is kept, too.
    `SELECT number, hash FROM (
       SELECT number, hash FROM activity WHERE chain = @chain AND number < coalesce(
         (SELECT min(b.number) FROM activity b WHERE b.chain = @chain AND b.at >= @before), 1e15)
       ORDER BY number LIMIT @most) ORDER BY number DESC LIMIT 1`,
  )
  const trim = sqlite.prepare(
    'UPDATE activity_chains SET trimmed_to = @number, trimmed_hash = @hash WHERE chain = @chain',
  )
  const letGo = sqlite.prepare('DELETE FROM activity WHERE chain = ? AND number <= ?')

  return {
    add: sqlite.transaction(add).immediate,
    list,
    count,
    end,
    rows,
    chains: ends.all.bind(ends),
    trim: trimBefore,
  }

  function add({ kind, about }: Noted): void {
    const { chain, number: last, hash: previous } = end()
    const link = { chain, number: last + 1, at: clock(), kind, about: JSON.stringify(about), previous }
    const row = { ...link, hash: hashOf(link) }
    insert.run(row)
    moveEnd.run(row)
  }

  /** The end of this library's own log, which begins with the first look. */
  function end(): ChainEnd {
    const known = ownEnd.get()
    if (known) return known
    begin.run({ chain: newId(), hash: beginning, now: clock() })
    return end()
  }

  function list(
    filter: ActivityFilter & {
      readonly limit: number
      readonly after?: { readonly at: number; readonly id: number } | undefined
    },
  ): ActivityEntry[] {
    const { where, values } = conditions(filter)
    const { after, limit } = filter
    const more = after ? 'AND (a.at, a.id) < (@afterAt, @afterId)' : ''
    return sqlite
      .prepare<object, Row>(
        `SELECT ${columns}, ${title} FROM activity a WHERE ${where} ${more} ORDER BY a.at DESC, a.id DESC LIMIT @limit`,
      )
      .all({ ...values, limit, ...(after ? { afterAt: after.at, afterId: after.id } : {}) })
      .map(entryOf)
  }

  function count(filter: ActivityFilter): number {
    const { where, values } = conditions(filter)
    return Number(sqlite.prepare(`SELECT count(*) FROM activity a WHERE ${where}`).pluck().get(values))
  }

  /** So many rows of a log behind a number, in its order. */
  function rows(chain: string, behind: number, limit: number): Row[] {
    return rowsFrom.all(chain, behind, limit)
  }

  /** Lets rows go that are older than a time, at most so many of each log; returns how many. */
  function trimBefore(before: number, most: number): number {
    let gone = 0
    for (const { chain } of ends.all()) {
      gone += sqlite
        .transaction(() => {
          const last = oldest.get({ chain, most, before })
          if (!last) return 0
          trim.run({ chain, ...last })
          return letGo.run(chain, last.number).changes
        })
        .immediate()
    }
    return gone
  }
}

function conditions({ kinds, from, to }: ActivityFilter) {
  const where = [
    kinds.length > 0 ? 'a.kind IN (SELECT value FROM json_each(@kinds))' : '1',
    from === undefined ? '1' : 'a.at >= @from',
    to === undefined ? '1' : 'a.at < @to',
  ].join(' AND ')
  const values = {
    ...(kinds.length > 0 ? { kinds: JSON.stringify(kinds) } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
  return { where, values }
}

function entryOf({ id, chain, number, at, kind, about, hash, title: found }: Row): ActivityEntry {
  return { id, chain, number, at, kind, about: parsed(about), hash, title: found }
}

/** A row that was tampered with is shown all the same; the check tells. */
function parsed(about: string): ActivityAbout {
  try {
    return JSON.parse(about)
  } catch {
    return {}
  }
}
