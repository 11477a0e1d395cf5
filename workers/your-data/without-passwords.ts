/** The same value, with the name and password that an address may hold taken out of it. */
export function withoutPasswords<T>(value: T): T {
  // The shape stays; only texts change.
  return cleaned(value) as T
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return withoutPassword(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, cleaned(inner)] as const)
  return Object.fromEntries(entries)
}

function withoutPassword(text: string): string {
  if (!/^https?:\/\/[^/?#\s]*@/i.test(text) || !URL.canParse(text)) return text
  const url = new URL(text)
  url.username = ''
  url.password = ''
  return url.href
}
