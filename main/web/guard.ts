import type { IncomingMessage } from 'node:http'

/**
 * Says why a request must be refused before anything of it is read, or null: it has to name this server as its host
 * (a rebound name is another one) and, when a browser says where it comes from, come from this server's own page.
 */
export function refusal({ headers }: Pick<IncomingMessage, 'headers'>, port: number): string | null {
  if (!hosts(port).includes(headers.host ?? '')) return 'the host is not this server'
  const { origin } = headers
  if (origin !== undefined && !ownOrigins(port).includes(origin)) return 'the request comes from another origin'
  return null
}

/** Origins of the page this server gives out. */
export function ownOrigins(port: number): readonly string[] {
  return hosts(port).map((host) => `http://${host}`)
}

function hosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}
