import { makeEpub, makeOpenDocument, makePptx, makeXlsx, shape } from '../../workers/library/fake.office.ts'
import { makeChatGpt, makeMbox, makeMessage, twoTurns } from '../../workers/library/splitters/fake.parts.ts'
import { escaped, type PaperFormat } from './paper-files.ts'
import type { Paper } from './papers.ts'

/** The formats that put much into one file: office packages, books, notebooks, mailboxes and chat exports. */
export const packageFormats: readonly PaperFormat[] = [
  { name: 'PowerPoint', extension: 'pptx', write: slidesOf, files: 200 },
  { name: 'Excel', extension: 'xlsx', write: workbookOf, files: 200 },
  { name: 'OpenDocument text', extension: 'odt', write: odtOf, files: 200 },
  { name: 'OpenDocument sheet', extension: 'ods', write: odsOf, files: 200 },
  { name: 'OpenDocument slides', extension: 'odp', write: odpOf, files: 200 },
  { name: 'Rich text', extension: 'rtf', write: rtfOf, files: 200 },
  { name: 'EPUB', extension: 'epub', write: bookOf, files: 200 },
  { name: 'Jupyter notebook', extension: 'ipynb', write: notebookOf, files: 300 },
  { name: 'E-mail', extension: 'eml', write: messageOf, files: 300 },
  { name: 'Mailbox', extension: 'mbox', write: mailboxOf, files: 50 },
  { name: 'ChatGPT export', extension: 'json', write: chatsOf, files: 50 },
]

function slidesOf({ title, sections }: Paper): Buffer {
  const slides = sections.map(({ heading, sentences }) => ({
    shapes: shape(escaped(heading), 'title') + shape(sentences.map(escaped).join('\n'), 'body'),
  }))
  return makePptx([{ shapes: shape(escaped(title), 'ctrTitle') }, ...slides])
}

function workbookOf({ sections }: Paper): Buffer {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
  return makeXlsx(
    sections.map(({ heading, sentences }) => ({
      name: heading,
      rows: [['number', 'remark'], ...sentences.map((sentence, at) => [`${at + 1}`, sentence])]
        .map((row, at) => `<row r="${at + 1}">${row.map(cell).join('')}</row>`)
        .join(''),
    })),
  )
}

function odtOf({ title, sections }: Paper): Buffer {
  const heading = (text: string, level: number) => `<text:h text:outline-level="${level}">${escaped(text)}</text:h>`
  const parts = sections.map(
    ({ heading: name, sentences }) => `${heading(name, 2)}<text:p>${escaped(sentences.join(' '))}</text:p>`,
  )
  return makeOpenDocument('text', heading(title, 1) + parts.join(''))
}

function odsOf({ sections }: Paper): Buffer {
  const cell = (text: string) => `<table:table-cell><text:p>${escaped(text)}</text:p></table:table-cell>`
  const tables = sections.map(({ heading, sentences }) => {
    const rows = sentences.map(
      (sentence, at) => `<table:table-row>${cell(`${at + 1}`)}${cell(sentence)}</table:table-row>`,
    )
    return `<table:table table:name="${heading}">${rows.join('')}</table:table>`
  })
  return makeOpenDocument('spreadsheet', tables.join(''))
}

function odpOf({ sections }: Paper): Buffer {
  const pages = sections.map(({ heading, sentences }) => {
    const lines = sentences.map((sentence) => `<text:p>${escaped(sentence)}</text:p>`)
    return `<draw:page draw:name="${heading}"><draw:frame presentation:class="title"><draw:text-box><text:p>${heading}</text:p></draw:text-box></draw:frame><draw:frame><draw:text-box>${lines.join('')}</draw:text-box></draw:frame></draw:page>`
  })
  return makeOpenDocument('presentation', pages.join(''))
}

function rtfOf({ title, sections }: Paper): string {
  const coded = (text: string) =>
    text.replace(/[\\{}]/g, '\\$&').replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0)}?`)
  const parts = sections.map(
    ({ heading, sentences }) => `{\\b ${coded(heading)}}\\par\n${coded(sentences.join(' '))}\\par\n`,
  )
  return `{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}{\\info{\\title ${coded(title)}}}\n${parts.join('')}}`
}

function bookOf({ sections }: Paper): Buffer {
  return makeEpub({
    chapters: sections.map(
      ({ heading, sentences }) => `<h1>${escaped(heading)}</h1><p>${escaped(sentences.join(' '))}</p>`,
    ),
    contents: sections.map(({ heading }, at) => [`c${at + 1}.xhtml`, heading]),
  })
}

function notebookOf({ title, sections }: Paper): string {
  const cells = sections.flatMap(({ heading, sentences }, at) => [
    { cell_type: 'markdown', metadata: {}, source: [`## ${heading}\n`, '\n', sentences.join(' ')] },
    { cell_type: 'code', metadata: {}, execution_count: at, outputs: [], source: [`total = sum(values[${at}])\n`] },
  ])
  return JSON.stringify({
    cells: [{ cell_type: 'markdown', metadata: {}, source: [`# ${title}`] }, ...cells],
    metadata: { kernelspec: { language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  })
}

function messageOf({ title, sections }: Paper): string {
  return makeMessage(title.replace(' ', '-'), sections.map(({ sentences }) => sentences.join(' ')).join('\n\n'))
}

function mailboxOf({ title, sections }: Paper): string {
  return makeMbox(
    sections.map(({ heading, sentences }) =>
      makeMessage(`${title} ${heading}`.replaceAll(' ', '-'), sentences.join(' ').replace(/^From /gm, '>From ')),
    ),
  )
}

function chatsOf({ title, sections }: Paper): string {
  return JSON.stringify(
    sections.map(({ heading, sentences: [first = '', ...others] }) =>
      makeChatGpt(`${title} ${heading}`, twoTurns(first, others.join(' '))),
    ),
  )
}
