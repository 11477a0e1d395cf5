import { expect, test } from 'vitest'
import { isProduct, sourceFiles } from './source-files.ts'

/** Who may reach for the network: the one way out, the program's own loopback server, and who speaks to it. */
const allowed = [/^models\/network\/outward\.ts$/, /^main\/web\//, /^main\/app\/join\.ts$/, /^main\/desktop\//]
/** What talks to a model server, or keeps backups, at an address of the settings. */
const setUp = [
  /^models\/(?:network|chat|embedding)\//,
  /^main\/backup\/remote-request\.ts$/,
  /^main\/updates\/updates\.service\.ts$/,
]
const reaches =
  /(?<![.\w])fetch\(|\bfrom 'node:(?:net|tls|http|https|http2|dgram|dns)(?:\/promises)?'|\bfrom '(?:undici|ws|axios|got|node-fetch)'|new (?:WebSocket|XMLHttpRequest|EventSource)\(/

test('only one function asks other machines for anything', () => {
  const files = sourceFiles(['main', 'workers', 'models', 'database', 'contract'], /\.ts$/).filter(isProduct)
  const found = files
    .filter(({ path }) => !allowed.some((one) => one.test(path)))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line) => (reaches.test(line) ? [`${path}: ${line.trim()}`] : [])),
    )

  expect(found.filter((line) => !isHarmless(line))).toEqual([])
})

test('only who was set up by a person asks anybody: nothing fetches an address that stands in a text', () => {
  const files = sourceFiles(['main', 'workers', 'models'], /\.ts$/).filter(isProduct)
  const callers = files
    .filter(({ text }) => /\b(?:outwardFetch|createGuardedFetch)\(/.test(text))
    .map(({ path }) => path)

  expect(callers.filter((path) => !setUp.some((one) => one.test(path)))).toEqual([])
  expect(callers.length).toBeGreaterThan(5)
})

test('a request past it would be noticed', () => {
  for (const line of [
    "const a = await fetch('https://x')",
    "import { request } from 'node:https'",
    'new WebSocket(url)',
  ])
    expect(reaches.test(line)).toBe(true)
  for (const line of ['destination.fetch(name)', 'await prefetch(x)']) expect(reaches.test(line)).toBe(false)
})

/** What looks at addresses or names a method, and sends nothing. */
function isHarmless(line: string): boolean {
  return (
    /import (?:type )?\{ (?:BlockList|isIP|AddressInfo)[^}]*\} from 'node:net'/.test(line) ||
    /^\S+: (?:\/\/|\*|\/\*)/.test(line) ||
    /fetch\(name: string/.test(line)
  )
}
