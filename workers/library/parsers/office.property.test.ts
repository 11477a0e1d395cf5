import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeEpub, makeOpenDocument, makePptx, makeXlsx, shape } from '../fake.office.ts'
import { read, readBytes } from '../fake.reading.ts'

const words = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 60 })
  .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())
  .filter((text) => /\p{L}/u.test(text))
const escaped = words.map((text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`))
const several = fc.array(escaped, { minLength: 1, maxLength: 12 })

interface Made {
  readonly file: string | Uint8Array
  readonly texts: readonly string[]
}

const made = (file: Made['file'], texts: readonly string[]): Made => ({ file, texts })

const formats: Readonly<Record<string, fc.Arbitrary<Made>>> = {
  'a.pptx': fc.array(several, { minLength: 1, maxLength: 6 }).map((slides) =>
    made(
      makePptx(
        slides.map(([title = '', ...texts], i) => ({
          shapes: shape(title, i % 2 ? 'title' : '') + texts.map((text) => shape(text)).join(''),
          ...(i % 3 ? {} : { notes: title }),
        })),
      ),
      slides.flat(),
    ),
  ),
  'a.odp': fc
    .array(several, { minLength: 1, maxLength: 6 })
    .map((slides) =>
      made(
        makeOpenDocument(
          'presentation',
          slides
            .map(
              (texts) =>
                `<draw:page>${texts.map((text) => `<draw:frame><text:p>${text}</text:p></draw:frame>`).join('')}</draw:page>`,
            )
            .join(''),
        ),
        slides.flat(),
      ),
    ),
  'a.xlsx': fc.array(several, { minLength: 1, maxLength: 6 }).map((sheets) =>
    made(
      makeXlsx(
        sheets.map((texts, i) => ({
          name: `S${i}`,
          rows: texts
            .map(
              (text, r) =>
                `<row r="${r * 3 + 1}"><c r="C${r * 3 + 1}" t="inlineStr"><is><t>${text}</t></is></c><c><v>${r}</v></c></row>`,
            )
            .join(''),
        })),
      ),
      sheets.flat(),
    ),
  ),
  'a.ods': several.map((texts) =>
    made(
      makeOpenDocument(
        'spreadsheet',
        `<table:table table:name="S0">${texts.map((text, r) => `<table:table-row table:number-rows-repeated="${r + 1}"><table:table-cell/><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row>`).join('')}</table:table>`,
      ),
      texts,
    ),
  ),
  'a.odt': several.map((texts) =>
    made(
      makeOpenDocument(
        'text',
        texts
          .map((text, i) =>
            i % 3 ? `<text:p>${text}</text:p>` : `<text:h text:outline-level="${(i % 4) + 1}">${text}</text:h>`,
          )
          .join(''),
      ),
      texts,
    ),
  ),
  'a.rtf': fc
    .array(words, { minLength: 1, maxLength: 12 })
    .map((texts) =>
      made(
        `{\\rtf1 ${texts.map((text, i) => `\\pard${i % 3 ? '' : '\\outlinelevel0'} ${rtfText(text)}\\par`).join('\n')}}`,
        texts,
      ),
    ),
  'a.epub': several.map((texts) =>
    made(
      makeEpub({ chapters: texts.map((text) => `<h2>${text}</h2><p>${text}</p>`), contents: [['c1.xhtml', 'One']] }),
      texts,
    ),
  ),
  'a.ipynb': fc.array(words, { minLength: 1, maxLength: 12 }).map((texts) =>
    made(
      JSON.stringify({
        nbformat: 4,
        cells: texts.map((source, i) => ({ cell_type: ['markdown', 'code', 'raw'][i % 3], source })),
      }),
      texts,
    ),
  ),
}

test.for(Object.entries(formats))(
  'passages of %s are slices of its text in order, with sane pages and places',
  async ([name, files]) => {
    await fc.assert(
      fc.asyncProperty(files, async ({ file, texts }) => {
        const { text, pages, passages } = await read(name, file)
        expect(texts.filter((said) => !lettersOf(text).includes(lettersOf(said)))).toEqual([])
        let end = 0
        for (const passage of passages) {
          expect(passage.start).toBeGreaterThanOrEqual(end)
          expect(passage.end).toBeGreaterThan(passage.start)
          expect(passage.text).toBe(passage.text.trim())
          end = passage.end
          const before = text.slice(0, passage.start).split('\n')
          expect([passage.startLine, passage.endLine]).toEqual([
            before.length,
            before.length + passage.text.split('\n').length - 1,
          ])
          expect(passage.page).toBe(pages === null ? null : text.slice(0, passage.start).split('\f').length)
          expect(placeIsSane(name, passage.place)).toBe(true)
        }
        expect(end).toBeLessThanOrEqual(text.length)
        expect(pages ?? 1).toBe(pages === null ? 1 : text.split('\f').length)
      }),
      { numRuns: 25 },
    )
  },
)

test.for(Object.entries(formats))('damage anywhere in %s is read or refused, never thrown', async ([name, files]) => {
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      async ({ file }, at, cutAt, value) => {
        const bytes = Buffer.from(file)
        bytes[at % bytes.length] = value
        const damaged = cutAt % 2 ? bytes : bytes.subarray(0, cutAt % bytes.length)

        const outcome = await readBytes(name, damaged)

        expect(outcome.ok || outcome.failure.code).toSatisfy(
          (code) => code === true || /^F(ILE|ORMAT)_/.test(String(code)),
        )
      },
    ),
    { numRuns: 40 },
  )
})

/** Without what the formats write in a way of their own. */
function lettersOf(text: string): string {
  return text.replace(/&#\d+;/g, '').replace(/[^\p{L}\p{N}]+/gu, '')
}

function placeIsSane(name: string, place: unknown): boolean {
  if (name === 'a.xlsx' || name === 'a.ods') return cellsAreSane(place)
  return name === 'a.ipynb' ? cellsOfNotebookAreSane(place) : place === null
}

function cellsAreSane(place: unknown): boolean {
  const { kind, sheet, range } = Object(place)
  const [, from = 0, to = from] = /^[B-D](\d+)(?::[B-D](\d+))?$/.exec(range) ?? []
  return kind === 'cells' && /^S\d$/.test(sheet) && Number(from) > 0 && Number(from) <= Number(to)
}

function cellsOfNotebookAreSane(place: unknown): boolean {
  const { kind, first, last } = Object(place)
  return kind === 'notebook' && first >= 1 && first <= last && last <= 12
}

function rtfText(text: string): string {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
  return units
    .map((unit) => (unit < 128 && /[\w ]/.test(String.fromCharCode(unit)) ? String.fromCharCode(unit) : `\\u${unit}?`))
    .join('')
}
