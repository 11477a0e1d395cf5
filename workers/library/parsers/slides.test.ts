import { expect, test } from 'vitest'
import { makeZip } from '../fake.files.ts'
import {
  coreProperties,
  entriesOf,
  makeOpenDocument,
  makePptx,
  pptxParts,
  relationships,
  shape,
} from '../fake.office.ts'
import { read } from '../fake.reading.ts'

const cell = (text: string) => `<a:tc><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`
const table = `<p:graphicFrame><a:tbl><a:tr>${cell('Part')}${cell('Price')}</a:tr><a:tr>${cell('Seal')}${cell('4')}</a:tr></a:tbl></p:graphicFrame>`

test('slides are pages in the order they are shown, each under its title, with tables and the notes below', async () => {
  const deck = makePptx(
    [
      { shapes: shape('Footer', 'ftr') + shape('First point\nSecond point', 'body') + shape('Pumps', 'ctrTitle') },
      { shapes: shape('Prices', 'title') + table, notes: 'Mention the seal.', isHidden: true },
      { shapes: '' },
      { shapes: shape('Only a title', 'title') },
    ],
    coreProperties({ title: 'Spring &amp; summer', author: 'Ada Writer', modified: '2024-03-05T10:00:00Z' }),
  )

  expect(await read('deck.pptx', deck)).toMatchObject({
    type: 'slides',
    title: 'Spring & summer',
    author: 'Ada Writer',
    writtenAt: Date.UTC(2024, 2, 5, 10),
    pages: 4,
    text: 'Pumps\n\nFirst point\nSecond point\n\fPrices\n\nPart | Price\nSeal | 4\n\nSpeaker notes\n\nMention the seal.\n\f\n\fOnly a title',
    passages: [
      { page: 1, heading: 'Pumps', text: 'First point\nSecond point' },
      { page: 2, heading: 'Prices', text: 'Part | Price\nSeal | 4\n\nSpeaker notes\n\nMention the seal.' },
      { page: 4, heading: null, text: 'Only a title' },
    ],
  })
})

test('a slide says what its diagrams and line breaks say, and nothing twice', async () => {
  const twice = `<mc:AlternateContent><mc:Choice>${shape('Once')}</mc:Choice><mc:Fallback>${shape('Once')}</mc:Fallback></mc:AlternateContent>`
  const broken =
    '<p:sp><p:txBody><a:p><a:r><a:t>one</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p></p:txBody></p:sp>'
  const parts = {
    ...pptxParts([{ shapes: twice + broken }]),
    'ppt/slides/_rels/slide1.xml.rels': relationships([['r1', 'diagramData', '../diagrams/data1.xml']]),
    'ppt/diagrams/data1.xml':
      '<dgm:m xmlns:dgm="d"><dgm:pt><dgm:t> <a:p><a:r><a:t>Step one</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:m>',
  }

  expect(await read('deck.pptx', makeZip(entriesOf(parts)))).toMatchObject({
    title: 'deck',
    text: 'Once\n\none\ntwo\n\nStep one',
  })
})

test('an OpenDocument presentation is read like any other', async () => {
  const frame = (kind: string, text: string) =>
    `<draw:frame presentation:class="${kind}"><draw:text-box>${text}</draw:text-box></draw:frame>`
  const list =
    '<text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two<text:s text:c="2"/>three</text:p></text:list-item></text:list>'
  const rows =
    '<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>'
  const notes = `<presentation:notes>${frame('page', '<text:p>thumb</text:p>')}${frame('notes', '<text:p>Speak slowly.</text:p>')}</presentation:notes>`
  const deck = makeOpenDocument(
    'presentation',
    `<draw:page draw:name="p1">${frame('outline', list)}${frame('title', '<text:p>Hello</text:p>')}<draw:frame>${rows}</draw:frame>${notes}</draw:page><draw:page><draw:custom-shape><text:p>Last</text:p></draw:custom-shape></draw:page>`,
    {
      meta: '<meta:initial-creator>Ada</meta:initial-creator><dc:creator>Bob</dc:creator><dc:date>2020-01-02T03:04:05.123456789</dc:date>',
    },
  )

  expect(await read('deck.odp', deck)).toMatchObject({
    type: 'slides',
    title: 'Hello',
    author: 'Ada',
    writtenAt: Date.UTC(2020, 0, 2, 3, 4, 5),
    pages: 2,
    text: 'Hello\n\n- one\n- two  three\n\na | b\n\nSpeaker notes\n\nSpeak slowly.\n\fLast',
  })
})
