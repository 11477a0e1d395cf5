import dns from 'node:dns'

/** Loaded before the program: names of `LEADS_HERE` lead to this machine, so that a server here is one elsewhere to it. */
const names = new Set((process.env.LEADS_HERE ?? '').split(' '))
const before = dns.lookup
Object.assign(dns, {
  lookup: (asked: string, options: dns.LookupOptions, answer: (...given: unknown[]) => void) => {
    if (!names.has(asked)) return Reflect.apply(before, dns, [asked, options, answer])
    if (options.all) answer(null, [{ address: '127.0.0.1', family: 4 }])
    else answer(null, '127.0.0.1', 4)
  },
})
