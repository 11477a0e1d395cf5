import { readFileSync } from 'node:fs'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Markdown, safeUrl } from './Markdown.tsx'

const payloads = z.array(z.string()).parse(JSON.parse(readFileSync('tests/fixtures/hostile-payloads.json', 'utf8')))

const harmless =
  /^<\/?(?:a|blockquote|br|button|code|del|ins|dd|dl|dt|em|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|span|strong|sub|sup|table|tbody|td|th|thead|tr|ul|div)(?:\s[^<]*)?>$/
const ours = /^<input type="checkbox" disabled=""[^<>]*\/>$|^<\/?(?:svg|rect|path)(?:\s[^<>]*)?>$/
const handler = /\s(?:on\w+|style|src|srcset|srcdoc|ping|background|formaction|action)=/i

for (const [how, options] of Object.entries({
  'of a document': {},
  'of an answer': { formulas: true },
  'of an answer that is written': { formulas: true, growing: true },
})) {
  test(`${payloads.length} payloads ${how}, cut at every character, give only harmless elements`, () => {
    const wrong = payloads.flatMap((payload) =>
      Array.from({ length: payload.length }, (_, at) => payload.slice(0, at + 1)).flatMap((text) => {
        const tags = rendered(text, options).match(/<[^>]*>/g) ?? []
        return tags.filter((tag) => (!harmless.test(tag) && !ours.test(tag)) || handler.test(tag))
      }),
    )

    expect([...new Set(wrong)]).toEqual([])
  })
}

test('formulas are told from amounts of money, from code and from links', () => {
  const formulas = (text: string) =>
    [
      ...rendered(text, { formulas: true }).matchAll(/<span class="formula( wide)?"[^>]*>[^]*?<code>([^]*?)<\/code>/g),
    ].map(([, wide = '', source]) => source + wide)

  expect({
    within: formulas('So $a_1 + b_1$, \\(c\\) and $$d$$ or \\[e\\] and $2x$.'),
    alone: [formulas('$$\na\n- b\n$$'), formulas('\\[ a \\]'), formulas('```math\na\n```')],
    money: ['$5 and $6', 'from $5 to 6$', '$5-$6', 'US$5, $7', '$ a $', '\\$a\\$', '$5 million or 10$', 'a$'].flatMap(
      formulas,
    ),
    code: ['`$a$`', '```\n$a$\n```', '[a](https://b.c/$d$)'].flatMap(formulas),
    inCells: formulas('| a |\n|---|\n| $b$ |'),
  }).toEqual({
    within: ['a_1 + b_1', 'c', 'd wide', 'e wide', '2x'],
    alone: [['a\n- b wide'], ['a wide'], ['a wide']],
    money: [],
    code: [],
    inCells: ['b'],
  })
})

test('a document has no formulas', () => {
  expect(rendered('Of \\[1\\] and $a$.')).toBe('<p>Of [1] and $a$.</p>')
})

test('tasks can be read and not be changed', () => {
  expect(rendered('- [x] a\n- [ ] b').match(/<input[^>]*>/g)).toEqual([
    '<input type="checkbox" disabled="" readOnly="" aria-label="Done" checked=""/>',
    '<input type="checkbox" disabled="" readOnly="" aria-label="To do"/>',
  ])
})

test('footnotes lead to each other without an address', () => {
  const html = [rendered('One[^1] and two[^b].'), rendered('[^1]: The *first*.')].join('')

  expect([html.match(/data-note(?:-mark)?="[^"]*"/g), html.includes('href'), html.includes('<em>first</em>')]).toEqual([
    ['data-note-mark="1"', 'data-note-mark="b"', 'data-note="1"'],
    false,
    true,
  ])
})

test('a long table is one table with one head', () => {
  const rows = Array.from({ length: 150 }, (_, n) => `| ${n} | *x* |`).join('\n')
  const html = rendered(`| a | b |\n|---|--:|\n${rows}`, { formulas: true })
  const count = (what: RegExp) => html.match(what)?.length

  expect([
    count(/<table/g),
    count(/<thead/g),
    count(/<tr/g),
    count(/<em>/g),
    count(/<td align="right"|<td style="text-align:right/g),
  ]).toEqual([1, 1, 151, 150, 150])
})

test('a diff tells what is added from what is removed', () => {
  expect(rendered('```diff\n-a\n+b\n```', { formulas: true })).toMatch(/<del[^>]*>-a\n<\/del><ins[^>]*>\+b\n<\/ins>/)
})

test('only https and mail are addresses that may be opened outside', () => {
  const schemes = 'http ftp file data blob ws wss javascript vbscript alcove app chrome about intent tel ms-settings'

  expect({
    refused: schemes.split(' ').filter((scheme) => safeUrl(`${scheme}://a`) !== ''),
    odd: [' https://a', 'https:a', '//a', '/a', '#a', 'HTTPS://a', 'mailto:a@b.c'].map(safeUrl),
  }).toEqual({ refused: [], odd: ['', '', '', '', '', 'HTTPS://a', 'mailto:a@b.c'] })
})

function rendered(text: string, options: { readonly formulas?: boolean; readonly growing?: boolean } = {}) {
  return renderToStaticMarkup(createElement(Markdown, { text, onLink: () => {}, ...options }))
}
