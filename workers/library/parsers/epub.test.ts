import { expect, test } from 'vitest'
import { makeEpub } from '../fake.office.ts'
import { outcomeOf, read } from '../fake.reading.ts'

const long = 'The pump is cleaned every four weeks by the person on duty. '.repeat(14).trim()

test('a book is read chapter by chapter, each under its title from the contents or its first heading', async () => {
  const book = makeEpub({
    chapters: [
      `<h1>Chapter <i>One</i></h1><a id="x"/><p>${long}</p><h2>Part&#32;A</h2><p>${long}</p>`,
      `<p>${long}</p>`,
      `<p>continued ${long}</p>`,
      `<h1>Afterword</h1><p>${long}</p>`,
      '<img src="cover.png" alt="x"/>',
    ],
    contents: [
      ['c1.xhtml', 'Chapter One'],
      ['c2.xhtml#top', 'Chapter&nbsp;Two'],
      ['c2.xhtml#later', 'Within two'],
    ],
  })

  const { passages, ...document } = await read('book.epub', book)

  expect({ ...document, headings: passages.map(({ heading, page, text }) => [heading, page, text]) }).toMatchObject({
    type: 'epub',
    title: 'The Book',
    author: 'Ada Writer',
    writtenAt: Date.UTC(2019, 4, 1),
    pages: null,
    text: `Chapter One\n\n${long}\n\nPart A\n\n${long}\n\nChapter Two\n\n${long}\n\ncontinued ${long}\n\nAfterword\n\n${long}`,
    headings: [
      ['Chapter One', null, long],
      ['Chapter One › Part A', null, long],
      ['Chapter Two', null, long],
      ['Chapter Two', null, `continued ${long}`],
      ['Afterword', null, long],
    ],
  })
})

test('the table of contents of older books is read too', async () => {
  const book = makeEpub({
    chapters: [`<p>${long}</p>`],
    more: {
      'OEBPS/book.opf':
        '<package><metadata/><manifest><item id="c1" href="Text/c1%2Exhtml"/><item id="ncx" href="toc.ncx"/></manifest><spine toc="ncx"><itemref idref="c1"/></spine></package>',
      'OEBPS/toc.ncx':
        '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd"><ncx><navMap><navPoint><navLabel><text>Old One</text></navLabel><content src="Text/c1.xhtml"/></navPoint></navMap></ncx>',
    },
  })

  expect(await read('book.epub', book)).toMatchObject({ title: 'book', passages: [{ heading: 'Old One', text: long }] })
})

test('a locked book is refused, hidden fonts are not', async () => {
  const encryption = (method: string) =>
    `<encryption><EncryptedKey><EncryptionMethod Algorithm="rsa"/></EncryptedKey><EncryptedData><EncryptionMethod Algorithm="${method}"/></EncryptedData></encryption>`
  const bookWith = (method: string) =>
    makeEpub({ chapters: ['<p>text</p>'], more: { 'META-INF/encryption.xml': encryption(method) } })

  expect([
    await outcomeOf('a.epub', bookWith('http://www.w3.org/2001/04/xmlenc#aes128-cbc')),
    await outcomeOf('a.epub', bookWith('http://www.idpf.org/2008/embedding')),
  ]).toEqual(['FILE_LOCKED_WITH_PASSWORD', 'read'])
})
