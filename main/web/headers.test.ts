import { expect, test } from 'vitest'
import { diagramPath } from '../app/content-security-policy.ts'
import { securityHeaders } from './headers.ts'

test('only the frame for diagrams may be framed, by the page alone, and it may do nothing but draw', () => {
  const page = securityHeaders(1234, '/')
  const frame = securityHeaders(1234, diagramPath)

  expect({
    page: [page['x-frame-options'], page['content-security-policy']?.match(/frame-\w+ [^;]*/g)],
    frame: [frame['x-frame-options'], frame['content-security-policy']?.split('; ')],
  }).toEqual({
    page: ['DENY', ["frame-src 'self'", "frame-ancestors 'none'"]],
    frame: [
      'SAMEORIGIN',
      [
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        'sandbox allow-scripts',
      ],
    ],
  })
})

test('the page may use the microphone, its frame and everything else of the kind nobody', () => {
  const policies = ['/', diagramPath].map((path) => securityHeaders(1234, path)['permissions-policy'])

  expect(policies).toEqual([
    'camera=(), geolocation=(), microphone=(self), payment=(), usb=()',
    'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  ])
})
