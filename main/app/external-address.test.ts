import { expect, test } from 'vitest'
import { externalAddress } from './external-address.ts'

test('https and plain letters are opened outside, in the form in which they were checked', () => {
  const addresses = {
    'https://example.com': 'https://example.com/',
    'HTTPS://EXAMPLE.COM/A b?c#d': 'https://example.com/A%20b?c#d',
    'https://example.com:8443/': 'https://example.com:8443/',
    'mailto:a@example.com': 'mailto:a@example.com',
    'mailto:a@example.com?subject=Hi&body=There&cc=b@example.com&bcc=c@example.com&In-Reply-To=d':
      'mailto:a@example.com?subject=Hi&body=There&cc=b@example.com&bcc=c@example.com&In-Reply-To=d',
  }

  expect(Object.keys(addresses).map(externalAddress)).toEqual(Object.values(addresses))
})

test('everything else stays inside', () => {
  const addresses = [
    ...[
      '',
      'example.com',
      'http://example.com',
      'ftp://example.com',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'xhttps://example.com',
    ],
    ...['https://a@example.com', 'https://a:b@example.com', 'https://:b@example.com', 'https://'],
    ...[
      'mailto:a@example.com?attach=/etc/passwd',
      'mailto:a@example.com?subject=a&attachment=b',
      'xmailto:a@example.com',
    ],
    ...['mailto:a@example.com?subject=a%0Ab', 'mailto:a@example.com?subject=a%0d', 'mailto:a%00@example.com'],
  ]

  expect(addresses.map(externalAddress)).toEqual(addresses.map(() => null))
})
