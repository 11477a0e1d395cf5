/** Ways to write this machine's own address, as an URL. All of them stay on this machine. */
export function loopbackForms(port: number): readonly string[] {
  return [
    `http://127.0.0.1:${port}/`,
    `http://127.1:${port}/`,
    `http://127.0.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f000001:${port}/`,
    `http://0x7f.0.0.1:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://017700000001:${port}/`,
    `http://127.0.0.1.:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[::ffff:7f00:1]:${port}/`,
    `http://[0:0:0:0:0:ffff:7f00:1]:${port}/`,
    `http://localhost:${port}/`,
    `http://LOCALHOST:${port}/`,
    `http://①②⑦.⓪.⓪.①:${port}/`,
    `http://127。0。0。1:${port}/`,
  ]
}

/** Ways to write addresses that nothing is ever sent to: keys of clouds, groups, what is nobody's. */
export const forbiddenForms = [
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://169.16689662/',
  'http://169.254.169.254./',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b:1::a9fe:a9fe]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:a9fe:a9fe::1]/',
  'http://[fe80::1]/',
  'http://[fe80::a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://[::]/',
  'http://0.0.0.0/',
  'http://0/',
  'http://0.1.2.3/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://240.0.0.1/',
  'http://100.100.100.200/latest/meta-data/',
  'http://192.0.0.192/',
  'http://１６９.２５４.１６９.２５４/',
] as const

/** What is no address of a server at all, or holds more than one. */
export const strangeForms = [
  'file:///etc/passwd',
  'ftp://example.com/',
  'gopher://127.0.0.1:25/_HELO',
  'dict://127.0.0.1:11211/stats',
  'data:text/plain,x',
  'blob:http://127.0.0.1/1',
  'ws://example.com/',
  'javascript:alert(1)',
  'http://user@example.com/',
  'http://user:password@example.com/',
  'http://example.com@169.254.169.254/',
  'http://127.0.0.1:80@example.com/',
] as const

/** Names which, asked once more, lead to another place than before: two answers each, the second one forbidden. */
export const reboundNames = [
  ['rebound.example.com', '127.0.0.1'],
  ['rebound.example.net', '169.254.169.254'],
  ['rebound.example.org', '0.0.0.0'],
  ['rebound.example.edu', '::1'],
  ['rebound.example.info', '::ffff:127.0.0.1'],
  ['nas', '169.254.169.254'],
  ['nas.local', 'fe80::1'],
] as const
