/** The address as it may be opened outside Alcove, or null: only https and mailto, without user name or password. */
export function externalAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return null
  if (url.protocol === 'mailto:') return url.href
  if (url.protocol !== 'https:' || url.username || url.password) return null
  return url.href
}
