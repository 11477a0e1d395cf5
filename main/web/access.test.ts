import { expect, test } from 'vitest'
import { createAccess } from './access.ts'
import { ownOrigins, refusal } from './guard.ts'

const bearer = (authorization: string | undefined) => ({ headers: { authorization } })
const cookie = (text: string | undefined) => ({ headers: { cookie: text } })

test('a key opens the door to programs and one page, a ticket one page, once each, and a session only by its own cookie', () => {
  const access = createAccess(4100)
  const [key, other, ticket] = [access.issueKey(), access.issueKey(), access.issueTicket()]
  const session = access.redeem(ticket) ?? ''
  const [name, value] = access.cookie(session).split(';')[0]?.split('=') ?? []

  expect({
    keys: [key, other].map((one) => access.hasKey(bearer(`Bearer ${one}`))),
    ticketIsNoKey: access.hasKey(bearer(`Bearer ${ticket}`)),
    sessionIsNoKey: access.hasKey(bearer(`Bearer ${session}`)),
    wrong: [
      '',
      'Bearer ',
      `bearer ${key}`,
      `Bearer ${key} `,
      ` Bearer ${key}`,
      `Bearer ${key}x`,
      `Basic ${key}`,
      undefined,
    ].map((one) => access.hasKey(bearer(one))),
    again: access.redeem(ticket),
    unknown: access.redeem('guess'),
    keyAsTicket: [access.redeem(key) !== null, access.redeem(key)],
    sessions: [
      `${name}=${value}`,
      `a=b; ${name}=${value}`,
      `a=b;${name}=${value}; c`,
      `alcove-4101=${value}`,
      `${name}=guess`,
      `${name}`,
      `${name}=${key}`,
      undefined,
    ].map((one) => access.hasSession(cookie(one))),
    length: key.length,
  }).toEqual({
    keys: [true, true],
    ticketIsNoKey: false,
    sessionIsNoKey: false,
    wrong: Array(8).fill(false),
    again: null,
    unknown: null,
    keyAsTicket: [true, null],
    sessions: [true, true, true, false, false, false, false, false],
    length: 43,
  })
  expect(access.cookie('x')).toBe('alcove-4100=x; HttpOnly; SameSite=Strict; Path=/')
})

test('two servers know nothing of each other', () => {
  const [one, other] = [createAccess(1), createAccess(1)]

  expect([other.hasKey(bearer(`Bearer ${one.issueKey()}`)), other.redeem(one.issueTicket())]).toEqual([false, null])
})

test('a request has to name this server, and come from its page when it says where from', () => {
  const ask = (host: string | undefined, origin?: string) =>
    refusal({ headers: origin === undefined ? { host } : { host, origin } }, 4100)

  expect([ask('127.0.0.1:4100'), ask('localhost:4100'), ask('127.0.0.1:4100', 'http://localhost:4100')]).toEqual([
    null,
    null,
    null,
  ])
  expect([undefined, '', '127.0.0.1', 'localhost:4101', 'example.com:4100'].map((host) => ask(host))).toEqual(
    Array(5).fill('the host is not this server'),
  )
  expect(
    ['', 'null', 'https://localhost:4100', 'http://localhost:4101', 'http://example.com'].map((origin) =>
      ask('localhost:4100', origin),
    ),
  ).toEqual(Array(5).fill('the request comes from another origin'))
  expect(ownOrigins(7)).toEqual(['http://127.0.0.1:7', 'http://localhost:7'])
})
