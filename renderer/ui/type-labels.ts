import type { DocumentType } from '#contract/passage'

/** What each kind of document is called. */
export const typeLabels: Readonly<Record<DocumentType, string>> = {
  pdf: 'PDF',
  docx: 'Word',
  odt: 'OpenDocument',
  rtf: 'Rich text',
  slides: 'Slides',
  sheet: 'Spreadsheet',
  epub: 'Book',
  markdown: 'Markdown',
  text: 'Text',
  html: 'Web page',
  csv: 'Table',
  json: 'JSON',
  notebook: 'Notebook',
  code: 'Code',
  mail: 'Mail',
  chat: 'Chat',
  image: 'Picture',
  audio: 'Recording',
}
