/** What a link may say of a letter; `attach` would have some mail programs put a file of this machine into it. */
const partsOfLetter: readonly string[] = ['subject', 'body', 'cc', 'bcc', 'in-reply-to']

/** The address as it may be opened outside Alcove, or null: only https and mailto, without user name or password. */
export function externalAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return null
  if (url.protocol === 'mailto:') return isPlainLetter(url) ? url.href : null
  if (url.protocol !== 'https:' || url.username || url.password) return null
  return url.href
}

function isPlainLetter({ href, searchParams }: URL): boolean {
  // A line break would let an address write headers of its own.
  if (/%0[ad0]/i.test(href)) return false
  return [...searchParams.keys()].every((name) => partsOfLetter.includes(name.toLowerCase()))
}
