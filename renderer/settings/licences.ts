export interface Licence {
  readonly what: string
  readonly licence: string
  readonly address: string
}

/** What Alcove is built from that people see, hear of or depend on most; each package carries its licence with it. */
export const licences: readonly Licence[] = [
  {
    what: 'all-MiniLM-L6-v2, the embedding model',
    licence: 'Apache-2.0',
    address: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2',
  },
  { what: 'ONNX Runtime', licence: 'MIT', address: 'https://onnxruntime.ai' },
  { what: 'SQLite', licence: 'public domain', address: 'https://sqlite.org' },
  { what: 'PDF.js', licence: 'Apache-2.0', address: 'https://mozilla.github.io/pdf.js/' },
  { what: 'React, Base UI, TanStack', licence: 'MIT', address: 'https://react.dev' },
  { what: 'Shiki, KaTeX, Mermaid, react-markdown', licence: 'MIT', address: 'https://shiki.style' },
  { what: 'Inter, Source Serif 4, JetBrains Mono', licence: 'OFL-1.1', address: 'https://openfontlicense.org' },
  { what: 'Lucide icons', licence: 'ISC', address: 'https://lucide.dev' },
]
