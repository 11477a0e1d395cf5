import dns from 'node:dns'
import { onTestFinished } from 'vitest'

/** Has a name lead to this machine until the test is over: a server here that Alcove takes for one elsewhere. */
export function leadHere(name: string): void {
  const before = dns.lookup
  const lookup = (asked: string, options: dns.LookupOptions, answer: (...given: unknown[]) => void) => {
    if (asked !== name) return Reflect.apply(before, dns, [asked, options, answer])
    if (options.all) answer(null, [{ address: '127.0.0.1', family: 4 }])
    else answer(null, '127.0.0.1', 4)
  }
  Object.assign(dns, { lookup })
  onTestFinished(() => void Object.assign(dns, { lookup: before }))
}
