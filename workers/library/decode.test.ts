import { expect, test } from 'vitest'
import { decodeText } from './decode.ts'

test('text is decoded by its mark, by its zeros, as old western text, and otherwise as UTF-8 with replacement', () => {
  const utf16 = Buffer.from('Grüße, Zoë', 'utf16le')
  const texts = {
    utf8: decodeText(Buffer.from('\uFEFFGrüße\r\nZoë\rend')),
    utf16Marked: decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])),
    utf16BigEndian: decodeText(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])),
    utf16Bare: decodeText(Buffer.from('plain western text', 'utf16le')),
    western: decodeText(Buffer.from('Grüße von Zoë', 'latin1')),
    invalid: decodeText(Buffer.concat([Buffer.from('hello '), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(' world')])),
    zeros: decodeText(Buffer.from('abc\0def')),
    noise: decodeText(Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 91 + 129) % 256 || 1))),
    escapes: decodeText(Buffer.from('\u001b[31mred\u001b[0m\n')),
  }

  expect(texts).toEqual({
    utf8: 'Grüße\nZoë\nend',
    utf16Marked: 'Grüße, Zoë',
    utf16BigEndian: 'Grüße, Zoë',
    utf16Bare: 'plain western text',
    western: 'Grüße von Zoë',
    invalid: 'hello \uFFFD\uFFFD\uFFFD world',
    zeros: null,
    noise: null,
    escapes: '\u001b[31mred\u001b[0m\n',
  })
})

test('UTF-32 is decoded with and without its mark, and tables of small numbers are not taken for it', () => {
  const text = 'Grüße 漢字 😀\r\nof the pump'
  const little = (words: string) =>
    Buffer.from(Uint32Array.from([...words].map((sign) => sign.codePointAt(0) ?? 0)).buffer)
  const mark = Buffer.from([0xff, 0xfe, 0, 0])
  const decoded = text.replace('\r', '')

  expect({
    marked: decodeText(Buffer.concat([mark, little(text)])),
    bigEndian: decodeText(Buffer.from(Buffer.concat([mark, little(text)])).swap32()),
    bare: decodeText(little(text)),
    bareBigEndian: decodeText(little(text).swap32()),
    cutOff: decodeText(Buffer.concat([mark, little('ab'), Buffer.from([0x63])])),
    halves: decodeText(Buffer.concat([mark, little('ab'), Buffer.from([0, 0xd8, 0, 0, 0xff, 0xff, 0xff, 0])])),
    numbers: decodeText(Buffer.from(Uint32Array.from({ length: 200 }, (_, at) => at).buffer)),
  }).toEqual({
    marked: decoded,
    bigEndian: decoded,
    bare: decoded,
    bareBigEndian: decoded,
    cutOff: 'ab\uFFFD',
    halves: 'ab\uFFFD\uFFFD',
    numbers: null,
  })
})
