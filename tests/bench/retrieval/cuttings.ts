import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'
import { Limits } from '../../../workers/library/limits.ts'
import { type PassageSize, passageSize, type TokenCounter } from '../../../workers/library/passage-size.ts'
import { type DocumentDraft, type PassageDraft, readDocument } from '../../../workers/library/read-document.ts'

/** A way of cutting documents into passages. */
export interface Cutting {
  readonly name: string
  /** Null for a file without text. */
  readonly read: (file: FileToCut) => Promise<DocumentDraft | null>
}

export interface FileToCut {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly countTokens: TokenCounter
}

const sized = (name: string, size: Partial<PassageSize>): Cutting => ({
  name,
  read: (file) => drafted(file, { ...passageSize, ...size }),
})

/** The one that ships. */
export const shippedCutting: Cutting = sized('along the structure, 200 tokens (shipped)', {})

/** What it is compared with; LangChain's splitter with the sizes of its own guides, and with those of ours. */
export const cuttings: readonly Cutting[] = [
  shippedCutting,
  sized('100 tokens', { aim: 100, most: 125 }),
  sized('150 tokens', { aim: 150, most: 190 }),
  sized('245 tokens', { aim: 245 }),
  {
    name: '200 tokens, a fifth of each shared with the one before',
    read: async (file) => overlapping(await drafted(file)),
  },
  { name: '200 tokens, without their headings', read: async (file) => withoutHeadings(await drafted(file)) },
  langchain('LangChain, 1,000 characters, 200 shared', 1_000, 200),
  langchain('LangChain, 800 characters, none shared', 800, 0),
]

async function drafted({ name, bytes, countTokens }: FileToCut, size?: PassageSize): Promise<DocumentDraft | null> {
  const read = await readDocument({ name, bytes, countTokens, limits: Limits.parse({}), size })
  return read.ok ? read.value : null
}

function withoutHeadings(draft: DocumentDraft | null): DocumentDraft | null {
  if (!draft) return null
  return { ...draft, passages: draft.passages.map((passage) => ({ ...passage, heading: null })) }
}

function overlapping(draft: DocumentDraft | null): DocumentDraft | null {
  if (!draft) return null
  const passages = draft.passages.map((passage, index) => {
    const before = draft.passages[index - 1]
    if (!before) return passage
    const back = Math.max(before.start, passage.start - Math.round((passage.end - passage.start) / 5))
    const word = draft.text.indexOf(' ', back)
    return { ...passage, start: word === -1 || word >= passage.start ? passage.start : word + 1 }
  })
  return { ...draft, passages }
}

function langchain(name: string, chunkSize: number, chunkOverlap: number): Cutting {
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize, chunkOverlap })
  return {
    name,
    read: async (file) => {
      const draft = await drafted(file)
      if (!draft) return null
      let from = 0
      const passages = (await splitter.splitText(draft.text)).map((text): PassageDraft => {
        const start = draft.text.indexOf(text, from)
        if (start === -1) throw new Error('A chunk is not in its text')
        from = start + 1
        const nowhere = { page: null, heading: null, startLine: 1, endLine: 1, place: null }
        return { ...nowhere, start, end: start + text.length, textHash: '' }
      })
      return { ...draft, passages }
    },
  }
}
