import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may speak to the loopback server: bearers of a key, and pages that exchanged a ticket for a session. */
export interface Access {
  /** A key for programs: `Authorization: Bearer KEY`, valid until the process ends. It opens one page as well. */
  issueKey(): string
  /** Opens one page, once. */
  issueTicket(): string
  /** Exchanges a ticket for a session; null when it is unknown or used. */
  redeem(ticket: string): string | null
  hasKey(request: Pick<IncomingMessage, 'headers'>): boolean
  hasSession(request: Pick<IncomingMessage, 'headers'>): boolean
  /** `Set-Cookie` for a session: unreadable for scripts, never sent from another site. */
  cookie(session: string): string
}

/** Keeps only hashes, so that a comparison says nothing about how much of a guess was right. */
export function createAccess(port: number): Access {
  const keys = new Set<string>()
  const tickets = new Set<string>()
  const sessions = new Set<string>()
  // Cookies are shared by all ports of a host; the name keeps two servers apart.
  const name = `alcove-${port}`

  return {
    issueKey() {
      const key = issue(keys)
      tickets.add(digest(key))
      return key
    },
    issueTicket: () => issue(tickets),
    redeem: (ticket) => (tickets.delete(digest(ticket)) ? issue(sessions) : null),
    hasKey({ headers }) {
      const key = /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1]
      return key !== undefined && keys.has(digest(key))
    },
    hasSession({ headers }) {
      const pairs = (headers.cookie ?? '').split(/; */).map((pair) => pair.split('='))
      return pairs.some(([key, value = '']) => key === name && sessions.has(digest(value)))
    },
    cookie: (session) => `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
  }
}

function issue(known: Set<string>): string {
  const token = randomBytes(32).toString('base64url')
  known.add(digest(token))
  return token
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}
