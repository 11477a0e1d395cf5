import { type FakeZipEntry, makeZip } from './fake.files.ts'

/** Parts of an archive by name; later ones stand for earlier ones of the same name. */
export type FakeParts = Readonly<Record<string, string>>

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
const presentation = 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml'
const relationshipTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** Entries of an archive, in the order of their names' first mention. */
export function entriesOf(parts: FakeParts): FakeZipEntry[] {
  return Object.entries(parts).map(([name, content]) => ({ name, content }))
}

export interface FakeSlide {
  /** Markup of the slide's shapes. */
  readonly shapes: string
  readonly notes?: string
  readonly isHidden?: boolean
}

/** The parts of a PowerPoint presentation; its files are named against the order of its slides. */
export function pptxParts(slides: readonly FakeSlide[], core = ''): FakeParts {
  const file = (index: number) => `slide${slides.length - index}`
  return {
    ...officeParts('ppt/presentation.xml', presentation, core),
    'ppt/presentation.xml': `<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>${slides
      .map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(
      slides.map((_, i) => [`rId${i}`, 'slide', `slides/${file(i)}.xml`] as const),
    ),
    ...Object.assign(
      {},
      ...slides.map(({ shapes, notes, isHidden }, i) => ({
        [`ppt/slides/${file(i)}.xml`]: `<p:sld xmlns:p="p" xmlns:a="a"${isHidden ? ' show="0"' : ''}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`,
        ...(notes === undefined
          ? {}
          : {
              [`ppt/slides/_rels/${file(i)}.xml.rels`]: relationships([
                ['rId1', 'notesSlide', `../notesSlides/notes${i}.xml`],
              ]),
              [`ppt/notesSlides/notes${i}.xml`]: `<p:notes xmlns:p="p" xmlns:a="a">${shape(notes, 'body')}${shape('7', 'sldNum')}</p:notes>`,
            }),
      })),
    ),
  }
}

/** A PowerPoint presentation. */
export function makePptx(slides: readonly FakeSlide[], core = ''): Buffer {
  return makeZip(entriesOf(pptxParts(slides, core)))
}

/** A shape of a slide, a paragraph for each line. */
export function shape(text: string, placeholder = ''): string {
  const paragraphs = text.split('\n').map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`)
  const kind = placeholder ? `<p:nvSpPr><p:nvPr><p:ph type="${placeholder}"/></p:nvPr></p:nvSpPr>` : ''
  return `<p:sp>${kind}<p:txBody>${paragraphs.join('')}</p:txBody></p:sp>`
}

export interface FakeSheet {
  readonly name: string
  /** Markup of `sheetData`. */
  readonly rows: string
}

/** The parts of an Excel workbook with shared strings and number formats (by style: 1 date, 2 date and time, 3 percent, 4 own date, 5 duration). */
export function xlsxParts(sheets: readonly FakeSheet[], strings: readonly string[] = [], core = ''): FakeParts {
  return {
    ...officeParts('xl/workbook.xml', spreadsheet, core),
    'xl/workbook.xml': `<workbook xmlns="s" xmlns:r="r"><workbookPr/><sheets>${sheets
      .map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, i) => [`rId${i}`, 'worksheet', `worksheets/sheet${i}.xml`] as const),
      ['rIdS', 'sharedStrings', 'sharedStrings.xml'],
      ['rIdF', 'styles', '/xl/styles.xml'],
    ]),
    'xl/sharedStrings.xml': `<sst xmlns="s">${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="s"><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\.\\ mmm\\ yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${[0, 14, 22, 10, 164, 46].map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
    ...Object.assign(
      {},
      ...sheets.map(({ rows }, i) => ({
        [`xl/worksheets/sheet${i}.xml`]: `<worksheet xmlns="s"><sheetData>${rows}</sheetData></worksheet>`,
      })),
    ),
  }
}

/** An Excel workbook. */
export function makeXlsx(sheets: readonly FakeSheet[], strings: readonly string[] = [], core = ''): Buffer {
  return makeZip(entriesOf(xlsxParts(sheets, strings, core)))
}

/** The properties of an office document. */
export function coreProperties({ title = '', author = '', modified = '' }): string {
  return `<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc" xmlns:dcterms="t"><dc:title>${title}</dc:title><dc:creator>${author}</dc:creator><dcterms:modified>${modified}</dcterms:modified></cp:coreProperties>`
}

const openDocumentNames =
  'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:presentation="p" xmlns:style="s" xmlns:meta="m" xmlns:dc="dc"'

/** An OpenDocument file of the given kind with the given markup in its body. */
export function makeOpenDocument(
  kind: 'text' | 'spreadsheet' | 'presentation',
  body: string,
  { meta = '', manifest = '' } = {},
): Buffer {
  return makeZip([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}` },
    {
      name: 'content.xml',
      content: `<office:document-content ${openDocumentNames}><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    },
    { name: 'meta.xml', content: `<office:document-meta ${openDocumentNames}>${meta}</office:document-meta>` },
    { name: 'META-INF/manifest.xml', content: `<manifest:manifest xmlns:manifest="m">${manifest}</manifest:manifest>` },
  ])
}

export interface FakeBook {
  /** Markup of the body of each chapter. */
  readonly chapters: readonly string[]
  /** Links of the table of contents, to `c1.xhtml` and so on. */
  readonly contents?: readonly (readonly [string, string])[]
  readonly more?: FakeParts
}

/** A book; its table of contents is a page as in EPUB 3. */
export function makeEpub({ chapters, contents = [], more = {} }: FakeBook): Buffer {
  const items = chapters.map(
    (_, i) => `<item id="c${i + 1}" href="Text/c${i + 1}.xhtml" media-type="application/xhtml+xml"/>`,
  )
  const links = contents.map(([href, title]) => `<li><a href="Text/${href}">${title}</a></li>`)
  return makeZip(
    entriesOf({
      mimetype: 'application/epub+zip',
      'META-INF/container.xml':
        '<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
      'OEBPS/book.opf': `<package xmlns="o" xmlns:dc="dc"><metadata><dc:title>The Book</dc:title><dc:creator>Ada Writer</dc:creator><dc:date>2019-05-01</dc:date></metadata><manifest>${items.join('')}<item id="nav" href="nav.xhtml" properties="nav"/></manifest><spine><itemref idref="nav"/>${chapters.map((_, i) => `<itemref idref="c${i + 1}"/>`).join('')}</spine></package>`,
      'OEBPS/nav.xhtml': `<html xmlns:epub="e"><body><nav epub:type="toc"><ol>${links.join('')}</ol></nav><nav epub:type="landmarks"><a href="Text/c1.xhtml">Start</a></nav></body></html>`,
      ...Object.assign(
        {},
        ...chapters.map((body, i) => ({
          [`OEBPS/Text/c${i + 1}.xhtml`]: `<?xml version="1.0"?><html xmlns="x"><head><title/></head><body>${body}</body></html>`,
        })),
      ),
      ...more,
    }),
  )
}

function officeParts(main: string, contentType: string, core: string): FakeParts {
  return {
    '[Content_Types].xml': `<Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="${contentType}"/></Types>`,
    '_rels/.rels': relationships([['rId1', 'officeDocument', main]]),
    ...(core === '' ? {} : { 'docProps/core.xml': core }),
  }
}

/** Relationships by id, last word of their type, and target. */
export function relationships(list: readonly (readonly [string, string, string])[]): string {
  return `<Relationships>${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${relationshipTypes}/${type}" Target="${target}"/>`).join('')}</Relationships>`
}
