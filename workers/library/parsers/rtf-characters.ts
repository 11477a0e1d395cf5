/** Turns the bytes of a rich text file into characters, in the encoding that holds where they stand. */
export function createRtfDecoder() {
  const decoders = new Map<string, InstanceType<typeof TextDecoder>>()

  return (bytes: Uint8Array, encoding: string): string => {
    let decoder = decoders.get(encoding)
    if (!decoder) {
      decoder = new TextDecoder(encoding)
      decoders.set(encoding, decoder)
    }
    return decoder.decode(bytes)
  }
}

/** The encoding of a code page of Windows; the western one where there is none of that number. */
export function encodingOfCodePage(page: number): string {
  if (page === 65_001) return 'utf-8'
  return byCodePage.get(page) ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : western)
}

/** The encoding of a font by its charset; null for those that say nothing. */
export function encodingOfCharset(charset: number): string | null {
  const page = codePageByCharset.get(charset)
  return page === undefined ? null : encodingOfCodePage(page)
}

/** Whether a character may be two bytes long. */
export function isDoubleByte(encoding: string): boolean {
  return doubleByte.has(encoding)
}

/** The characters that have words or signs of their own. */
export const namedCharacters: ReadonlyMap<string, string> = new Map([
  ['tab', '\t'],
  ['line', '\n'],
  ['softline', '\n'],
  ['emdash', '—'],
  ['endash', '–'],
  ['lquote', '‘'],
  ['rquote', '’'],
  ['ldblquote', '“'],
  ['rdblquote', '”'],
  ['bullet', '•'],
  ['emspace', ' '],
  ['enspace', ' '],
  ['qmspace', ' '],
  ['~', '\u00a0'],
  ['_', '-'],
  ['{', '{'],
  ['}', '}'],
  ['\\', '\\'],
])

export const western = 'windows-1252'

const byCodePage = new Map([
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [10_000, 'macintosh'],
  [10_007, 'x-mac-cyrillic'],
  [20_866, 'koi8-r'],
  [28_592, 'iso-8859-2'],
  [28_595, 'iso-8859-5'],
])

const codePageByCharset = new Map([
  [0, 1252],
  [77, 10_000],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
])

const doubleByte = new Set(['shift_jis', 'gbk', 'euc-kr', 'big5', 'utf-8'])
