import { expect, test } from 'vitest'
import { docxParagraph, makeDocx } from '../fake.files.ts'
import { coreProperties, makeOpenDocument } from '../fake.office.ts'
import { read } from '../fake.reading.ts'

test('an OpenDocument text gives headings, lists, notes and tables, and what its properties say', async () => {
  const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`
  const note =
    '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>'
  const body =
    '<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>' +
    '<text:table-of-content><text:index-body><text:p>Pumps 1</text:p></text:index-body></text:table-of-content>' +
    '<text:h text:outline-level="1">Pumps</text:h><text:h text:outline-level="2">Seals</text:h>' +
    `<text:p>They wear   out${note}<text:line-break/>and<text:tab/>leak.<office:annotation><text:p>a remark</text:p></office:annotation></text:p>` +
    '<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p><text:p>more of two</text:p></text:list-item></text:list>' +
    `<table:table><table:table-row>${cell('Part')}${cell('Price')}</table:table-row><table:table-row>${cell('Seal')}${cell('4')}</table:table-row></table:table>`
  const meta =
    '<dc:title>Parts</dc:title><dc:creator>Ada</dc:creator><meta:creation-date>2019-01-01</meta:creation-date>'

  expect(await read('parts.odt', makeOpenDocument('text', body, { meta }))).toMatchObject({
    type: 'odt',
    title: 'Parts',
    author: 'Ada',
    writtenAt: Date.UTC(2019, 0, 1),
    passages: [
      {
        heading: 'Pumps › Seals',
        text: 'They wear out\nand\tleak.\n\nA note.\n\n- one\n- inner\n- two\nmore of two\n\nPart | Price\nSeal | 4',
      },
    ],
  })
})

test('a text without a title in its properties is called by its title paragraph, else by its first heading', async () => {
  const styles =
    '<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="P2" style:parent-style-name="Standard"/>'
  const heading = '<text:h text:outline-level="1">Heading</text:h>'
  const titled = `${styles}<text:p text:style-name="P2">Before</text:p><text:p text:style-name="P1">My title</text:p>${heading}`

  const titles = [
    (await read('a.odt', makeOpenDocument('text', titled))).title,
    (await read('a.odt', makeOpenDocument('text', heading))).title,
    (await read('name.odt', makeOpenDocument('text', '<text:p>words</text:p>'))).title,
  ]

  expect(titles).toEqual(['My title', 'Heading', 'name'])
})

test('a Word document says who wrote it and when', async () => {
  const more = [
    { name: 'docProps/core.xml', content: coreProperties({ author: 'Ada', modified: '2024-03-05T10:00:00+02:00' }) },
  ]

  expect(await read('a.docx', makeDocx(docxParagraph('text'), { more }))).toMatchObject({
    title: 'a',
    author: 'Ada',
    writtenAt: Date.UTC(2024, 2, 5, 8),
  })
})
