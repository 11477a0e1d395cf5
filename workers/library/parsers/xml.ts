import { SaxesParser } from 'saxes'

export type XmlAttributes = Readonly<Record<string, string>>

export interface XmlReader {
  /** Names come without their prefix, attributes as they are written. */
  readonly open?: (name: string, attributes: XmlAttributes) => void
  readonly close?: (name: string) => void
  readonly text?: (text: string) => void
  /** Asked between pieces; ends the reading early. */
  readonly isEnough?: () => boolean
}

type Decoder = InstanceType<typeof TextDecoder>

/** Reads XML piece by piece, whatever its depth. Nothing is fetched and no entity is expanded but those that stand for one character. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  const parser = parserFor(reader)
  let decoder: Decoder | null = null
  for await (const piece of pieces) {
    decoder ??= decoderFor(piece)
    parser.write(decoder.decode(piece, { stream: true }))
    if (reader.isEnough?.()) return
  }
  if (!decoder) return
  parser.write(decoder.decode())
  parser.close()
}

/** An attribute by its name without prefix, for those whose prefix each program chooses itself. */
export function attributeNamed(attributes: XmlAttributes, local: string): string | undefined {
  const name = Object.keys(attributes).find((name) => name.endsWith(`:${local}`))
  return name === undefined ? undefined : attributes[name]
}

/** A reader's half that passes over elements of the given names with all that is in them. */
export function skipping(names: ReadonlySet<string>, reader: XmlReader): XmlReader {
  let depth = 0
  return {
    ...reader,
    open(name, attributes) {
      if (depth > 0 || names.has(name)) depth += 1
      else reader.open?.(name, attributes)
    },
    close(name) {
      if (depth > 0) depth -= 1
      else reader.close?.(name)
    },
    text(text) {
      if (depth === 0) reader.text?.(text)
    },
  }
}

function parserFor(reader: XmlReader): SaxesParser<{ position: false; xmlns: false }> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  Object.assign(parser.ENTITIES, characters)
  const local = localNames()
  parser.on('opentag', ({ name, attributes }) => reader.open?.(local(name), attributes))
  parser.on('closetag', ({ name }) => reader.close?.(local(name)))
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  parser.on('error', (error) => {
    // A sign that should not be there harms only itself; an entity of the file's own stays as it is written.
    if (!/undefined entity|disallowed character\.?$/.test(error.message)) throw error
  })
  return parser
}

// What books use of the entities of web pages.
const characters: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  middot: '·',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  hellip: '…',
  eacute: 'é',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
}

/** The same few names come again and again; cutting each anew would cost more than reading. */
function localNames(): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const local = name.slice(name.indexOf(':') + 1)
    if (known.size < 1_000) known.set(name, local)
    return local
  }
}

function decoderFor(first: Uint8Array): Decoder {
  const [a, b] = first
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le')
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be')
  const head = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, 200)).toString('latin1')
  const declared = /^[^<]{0,3}<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(declared)
  } catch {
    // An encoding may be declared that does not exist.
    return new TextDecoder('utf-8')
  }
}
