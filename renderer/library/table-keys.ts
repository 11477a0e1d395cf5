export interface TableMove {
  readonly to: number
  /** True when the rows on the way are taken into the selection. */
  readonly draws: boolean
}

export interface TableAt {
  readonly current: number
  readonly total: number
  /** Rows that fit into sight. */
  readonly page: number
}

/** Where a key leads in a list; null for keys that lead nowhere. */
export function movedInList(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { current, total, page }: TableAt,
): TableMove | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: total - 1,
  }
  const next = steps[key]
  return next === undefined ? null : { to: Math.min(Math.max(next, 0), total - 1), draws: shiftKey }
}

export type ListDoing = 'open' | 'toggle' | 'all' | 'none' | 'again' | 'remove' | 'tag' | 'menu'

/** What a key does with the row one stands on, or with what is selected; null for keys that do nothing. */
export function doneInList(event: {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}): ListDoing | null {
  if (event.altKey) return null
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'a' ? 'all' : null
  if (event.key === 'F10' && event.shiftKey) return 'menu'
  if (event.shiftKey) return null
  const doings: Readonly<Record<string, ListDoing>> = {
    Enter: 'open',
    ' ': 'toggle',
    Escape: 'none',
    r: 'again',
    t: 'tag',
    Delete: 'remove',
    ContextMenu: 'menu',
  }
  return doings[event.key] ?? null
}
