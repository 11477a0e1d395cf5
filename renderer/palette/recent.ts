const place = 'palette-recent'
const most = 30

/** What was chosen in the palette, the last first. */
export function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    localStorage.removeItem(place)
    return []
  }
}

/** Remembers a choice for the next time the palette opens. */
export function keepRecent(id: string) {
  localStorage.setItem(place, JSON.stringify([id, ...readRecent().filter((other) => other !== id)].slice(0, most)))
}
