import { expect, test } from 'vitest'
import { outcomeOf, read } from '../fake.reading.ts'

const fonts =
  '{\\fonttbl{\\f0\\froman\\fcharset0 Times;}{\\f1\\fcharset204 Arial Cyr;}{\\f2\\fcharset128 Mincho{\\*\\falt Gothic};}{\\f3\\fcharset2 Symbol;}}'
const styles =
  '{\\stylesheet{\\ql Normal;}{\\s1\\ql\\b heading 1;}{\\s2\\outlinelevel1 Mine;}{\\*\\cs10 \\additive Default;}}'
const info =
  "{\\info{\\title Spare {\\b p}arts}{\\author Ada B\\'e9}{\\creatim\\yr2019\\mo5\\dy3}{\\revtim\\yr2020\\mo6\\dy4\\hr10\\min20}{\\company None}}"
const start = `{\\rtf1\\ansi\\ansicpg1252\\deff0${fonts}{\\colortbl;\\red0\\green0\\blue0;}${styles}${info}\n`

test('rich text gives headings by style and level, lists, notes and tables, and what it says about itself', async () => {
  const rtf =
    `${start}{\\header Running title\\par}\\pard\\s1 Pumps\\par\\pard\\s2 Seals\\par\n` +
    '\\pard\\plain They wear{\\footnote\\pard Or so it is said.} out.{\\v hidden}{\\*\\bkmkstart x}{\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt here}}\\par' +
    "{\\listtext\\pard\\f3\\'b7\\tab}one\\par{\\listtext 2.\\tab}two\\par\\pard\\par" +
    '\\trowd\\pard\\intbl Part\\par no\\cell Price\\cell\\row\\trowd\\pard\\intbl Seal\\cell 4\\cell\\row\\pard ' +
    '{\\*\\shppict{\\pict\\pngblip 89504e470d0a}}{\\shp{\\*\\shpinst{\\sp{\\sn name}{\\sv value}}{\\shptxt In a box.\\par}}}' +
    '{\\object{\\*\\objdata 0105}{\\result shown}} {\\pict\\bin4 {\\{}}last\\}\\par\\pard\\outlinelevel0 End\\par}'

  expect(await read('parts.rtf', rtf)).toMatchObject({
    type: 'rtf',
    title: 'Spare parts',
    author: 'Ada Bé',
    writtenAt: Date.UTC(2020, 5, 4, 10, 20),
    text: 'Pumps\n\nSeals\n\nThey wear out.here\n\nOr so it is said.\n\n- one\n2. two\n\nPart no | Price\nSeal | 4\n\nshown last}\n\nIn a box.\n\nEnd',
  })
})

test('headings of rich text stand above what follows them', async () => {
  const long = 'The pump is cleaned every four weeks by the person on duty. '.repeat(14).trim()
  const rtf = `${start}\\pard\\s1 Pumps\\par\\pard\\s2 Seals\\par\\pard ${long}\\par\\pard\\outlinelevel0 End\\par\\pard ${long}\\par}`

  expect((await read('a.rtf', rtf)).passages).toMatchObject([
    { heading: 'Pumps › Seals', text: long },
    { heading: 'End', text: long },
  ])
})

test('characters are read in the encoding of their font, by number, and by name', async () => {
  const rtf =
    `${start}{\\f1 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2} \\u8364? \\uc2\\u233\\'3f\\'3f \\uc0\\u-10179\\u-8704  \\f2 \\'83\\'65\\'83X\\'83g` +
    "\\f0  \\ldblquote caf\\'e9\\rdblquote\\emdash x\\~y\\_z\\-\\\n\\u26085 next\\par}"

  expect((await read('a.rtf', Buffer.from(rtf, 'latin1'))).text).toBe(
    'Привет € é 😀 テスト “café”—x\u00a0y-z\n\n日next',
  )
})

test('rich text that was cut off is damaged, and nesting of any depth is read', async () => {
  const deep = `{\\rtf1 ${'{\\b '.repeat(100_000)}inside${'}'.repeat(100_000)} after\\par}`

  expect([await outcomeOf('a.rtf', `${start}They wear`), (await read('deep.rtf', deep)).text]).toEqual([
    'FILE_DAMAGED',
    'inside after',
  ])
})

test('rich text is known by its bytes, whatever it is called', async () => {
  expect((await read('letter.doc', '{\\rtf1 Dear all\\par}')).type).toBe('rtf')
})
