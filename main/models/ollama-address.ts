const defaultAddress = 'http://127.0.0.1:11434'

/**
 * The address Ollama's own client would use for a value of `OLLAMA_HOST`: with or without scheme, port and path, IPv6 with or
 * without brackets, and an address to listen on everywhere (`0.0.0.0`) taken as this machine.
 */
export function ollamaAddress(host: string | null | undefined): string {
  const value = (host ?? '')
    .trim()
    .replace(/^["']+|(?<!["'])["']+$/g, '')
    .trim()
  if (value === '') return defaultAddress
  const [, scheme, rest = ''] = /^(?:([a-z][a-z\d+.-]*):\/\/)?(.*)$/is.exec(value) ?? []
  const at = rest.indexOf('/')
  const place = at === -1 ? rest : rest.slice(0, at)
  const path = at === -1 ? '' : rest.slice(at).replace(/(?<!\/)\/+$/, '')
  const { name, port } = hostAndPort(place)
  const protocol = scheme?.toLowerCase() === 'https' ? 'https' : 'http'
  const address = `${protocol}://${reachable(name)}:${port ?? defaultPort(scheme)}${path}`
  return URL.canParse(address) ? address : defaultAddress
}

function hostAndPort(place: string): { readonly name: string; readonly port: number | null } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(place)
  if (bracketed) return { name: bracketed[1] ?? '', port: portOf(bracketed[2]) }
  const parts = place.split(':')
  // More than one colon without brackets: an IPv6 address alone.
  if (parts.length > 2) return { name: place, port: null }
  return { name: parts[0] ?? '', port: portOf(parts[1]) }
}

function portOf(text: string | undefined): number | null {
  return text && /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null
}

function defaultPort(scheme: string | undefined): number {
  if (scheme?.toLowerCase() === 'https') return 443
  return scheme?.toLowerCase() === 'http' ? 80 : 11_434
}

function reachable(name: string): string {
  if (name === '' || name === '0.0.0.0') return '127.0.0.1'
  if (name === '::') return '[::1]'
  return name.includes(':') ? `[${name}]` : name
}
