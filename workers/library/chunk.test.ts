import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatOf } from '#contract/formats'
import { chunk } from './chunk.ts'
import { storable } from './decode.ts'
import { Limits } from './limits.ts'
import { markdownParser } from './parsers/markdown.parser.ts'
import { textParser } from './parsers/text.parser.ts'
import { passageSize } from './passage-size.ts'

const countTokens = (text: string) => Math.ceil(text.length / 4)

const snippet = fc.constantFrom(
  'A sentence that says something about pumps. ',
  'word ',
  '\r\n',
  '\n\n',
  '\n# Heading\n\n',
  '\n## Part\n\n',
  '- item\n',
  '👨‍👩‍👧‍👦',
  'e\u0301\u0323',
  '漢字仮名',
  '\ud83d',
  'x'.repeat(700),
  '```\ncode\n```\n',
  '\f',
  '\0',
  'ภาษาไทย',
  '\u2003',
  '\u3000',
)
const text = fc
  .array(fc.oneof(snippet, fc.string({ unit: 'grapheme' })), { maxLength: 120 })
  .map((parts) => parts.join(''))

test('passages are ascending slices of the text, within the limits, and leave out nothing but headings and white space', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('md', 'txt'), async (raw, extension) => {
      const whole = storable(raw)
      const { document, passages } = await cutAs(extension, whole)
      let covered = ''
      let last = 0
      for (const { start, end, startLine, endLine } of passages) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(whole.slice(start, end)).toBe(whole.slice(start, end).trim())
        expect(whole.slice(start, end).isWellFormed()).toBe(true)
        expect(startLine).toBe(whole.slice(0, start).split('\n').length)
        expect(endLine).toBe(whole.slice(0, end).split('\n').length)
        expect(countTokens(whole.slice(start, end))).toBeLessThanOrEqual(passageSize.most + 30)
        covered += whole.slice(start, end)
        last = end
      }
      const inBlocks = document.blocks.map(({ start, end }) => whole.slice(start, end)).join('')
      if (extension === 'txt') expect(bare(covered)).toBe(bare(inBlocks))
    }),
    { numRuns: 300, examples: ['\u2003', '\u3000a\u202f', 'a\u1680\u2029'].map((odd) => [odd, 'md']) },
  )
})

test('no passage spans two top sections of a document that is longer than a passage', async () => {
  const section = (name: string) => `# ${name}\n\nshort\n\n`
  const { passages } = await cutAs('md', `${section('A')}${section('B')}# C\n\n${'long text here. '.repeat(200)}`)

  expect(passages.slice(0, 2).map(({ heading }) => heading)).toEqual(['A', 'B'])
})

test('short neighbours below the same heading become one passage that keeps their own headings in its text', async () => {
  const parts = ['one', 'two', 'three'].map((name) => `### ${name}\n\nshort ${name}\n\n`).join('')
  const whole = `# Title\n\n## Parts\n\n${parts}## More\n\n${'long text here. '.repeat(200)}`
  const { passages } = await cutAs('md', whole)

  expect(passages[0]).toMatchObject({ heading: 'Title › Parts', start: whole.indexOf('### one') })
  expect(passages[0]?.end).toBe(whole.indexOf('short three') + 'short three'.length)
})

test('a border between sentences is not inside the marks that end one', async () => {
  const sentence = '**A rule holds always.** It has a reason that is told here. '
  const { passages } = await cutAs('md', sentence.repeat(60))

  expect(passages.map(({ start }) => sentence.repeat(60).slice(start, start + 3))).not.toContain('** ')
})

async function cutAs(extension: string, whole: string) {
  const parser = extension === 'md' ? markdownParser : textParser
  const name = `a.${extension}`
  const file = { name, extension, format: formatOf(name), bytes: new Uint8Array(0), mime: null, text: whole }
  const parsed = await parser.parse(file, Limits.parse({}))
  if (!parsed.ok) throw new Error(parsed.failure.code)
  return { document: parsed.value, passages: chunk(parsed.value, countTokens) }
}

function bare(text: string): string {
  return text.replace(/[\s\ufeff]+/g, '')
}
