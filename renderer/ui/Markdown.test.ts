import { readFileSync } from 'node:fs'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Markdown, safeUrl } from './Markdown.tsx'

const payloads = z.array(z.string()).parse(JSON.parse(readFileSync('tests/fixtures/hostile-payloads.json', 'utf8')))

const harmless =
  /^<\/?(?:a|blockquote|br|code|del|dd|dl|dt|em|h[1-6]|hr|li|ol|p|pre|section|span|strong|sub|sup|table|tbody|td|th|thead|tr|ul|div)(?:\s[^<]*)?>$/
const handler = /\s(?:on\w+|style|src|srcset|srcdoc|ping|background|formaction|action)=/i

test(`${payloads.length} payloads, cut at every character as a stream may cut them, give only harmless elements`, () => {
  const wrong = payloads.flatMap((payload) =>
    Array.from({ length: payload.length }, (_, at) => payload.slice(0, at + 1)).flatMap((text) => {
      const html = renderToStaticMarkup(createElement(Markdown, { text, onLink: () => {} }))
      const tags = html.match(/<[^>]*>/g) ?? []
      return tags.filter((tag) => !harmless.test(tag) || handler.test(tag))
    }),
  )

  expect([...new Set(wrong)]).toEqual([])
})

test('only https and mail are addresses that may be opened outside', () => {
  const schemes = 'http ftp file data blob ws wss javascript vbscript alcove app chrome about intent tel ms-settings'

  expect({
    refused: schemes.split(' ').filter((scheme) => safeUrl(`${scheme}://a`) !== ''),
    odd: [' https://a', 'https:a', '//a', '/a', '#a', 'HTTPS://a', 'mailto:a@b.c'].map(safeUrl),
  }).toEqual({ refused: [], odd: ['', '', '', '', '', 'HTTPS://a', 'mailto:a@b.c'] })
})
