import type { DocumentType } from './passage.ts'

/** What a file is taken for by its name; the reader still looks at its bytes. */
export interface FileFormat {
  readonly type: DocumentType
  /** Language of source code (a shiki id), null otherwise. */
  readonly language: string | null
}

/** The format a file name promises, or null for a name that Alcove does not know. */
export function formatOf(fileName: string): FileFormat | null {
  const name = fileName.toLowerCase()
  const named = formatsByName.get(name)
  if (named) return named
  if (chatExports.test(name)) return { type: 'chat', language: null }
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? null : (formatsByExtension.get(name.slice(dot + 1)) ?? null)
}

/** Archives as ChatGPT and Claude name the exports they send; other archives are not opened. */
const chatExports =
  /^(?:(?=[^/\\]*(?:chatgpt|openai|claude|anthropic))[^/\\]*|[0-9a-f]{32}[-_0-9a-f]*(?: ?\(\d+\))?|data-(?=[^/\\]*batch)[^/\\]*)\.zip$/

const documentExtensions: Readonly<Partial<Record<Exclude<DocumentType, 'code'>, string>>> = {
  text: 'txt text log rst adoc asciidoc org tex bib srt vtt ini conf cfg properties env',
  markdown: 'md markdown mdown mkd mdx qmd',
  html: 'html htm xhtml',
  pdf: 'pdf',
  docx: 'docx docm dotx dotm',
  odt: 'odt ott',
  rtf: 'rtf',
  slides: 'pptx pptm ppsx ppsm potx potm odp otp',
  sheet: 'xlsx xlsm xltx xltm ods ots',
  epub: 'epub',
  csv: 'csv tsv',
  json: 'json jsonl ndjson geojson',
  notebook: 'ipynb',
  mail: 'eml mbox mbx',
  image: 'png jpg jpeg webp gif bmp tif tiff',
  audio: 'wav mp3 m4a ogg oga flac opus mp4',
}

/** Shiki language id → file extensions. */
const codeExtensions: Readonly<Record<string, string>> = {
  bash: 'sh bash zsh',
  bat: 'bat cmd',
  c: 'c h',
  clojure: 'clj cljs cljc edn',
  cpp: 'cpp cc cxx hpp hh hxx ino',
  csharp: 'cs',
  css: 'css',
  dart: 'dart',
  elixir: 'ex exs',
  elm: 'elm',
  erlang: 'erl hrl',
  fish: 'fish',
  'fortran-free-form': 'f90 f95 f03',
  fsharp: 'fs fsi fsx',
  go: 'go',
  graphql: 'graphql gql',
  groovy: 'groovy gradle',
  haskell: 'hs',
  hcl: 'hcl tf tfvars',
  java: 'java',
  javascript: 'js mjs cjs',
  jsx: 'jsx',
  julia: 'jl',
  kotlin: 'kt kts',
  latex: 'sty cls',
  less: 'less',
  lisp: 'lisp el',
  lua: 'lua',
  matlab: 'm',
  nim: 'nim',
  nix: 'nix',
  'objective-cpp': 'mm',
  ocaml: 'ml mli',
  pascal: 'pas',
  perl: 'pl pm',
  php: 'php',
  powershell: 'ps1 psm1',
  prisma: 'prisma',
  proto: 'proto',
  python: 'py pyi pyw',
  r: 'r',
  ruby: 'rb rake gemspec',
  rust: 'rs',
  sass: 'sass',
  scala: 'scala sc',
  scheme: 'scm',
  scss: 'scss',
  solidity: 'sol',
  sql: 'sql',
  svelte: 'svelte',
  swift: 'swift',
  toml: 'toml',
  tsx: 'tsx',
  typescript: 'ts mts cts',
  vb: 'vb',
  vue: 'vue',
  wgsl: 'wgsl',
  xml: 'xml xsd xsl',
  yaml: 'yaml yml',
  zig: 'zig',
}

const formatsByExtension: ReadonlyMap<string, FileFormat> = new Map([
  ...formatEntries(documentExtensions, (type) => ({ type: type as DocumentType, language: null })),
  ...formatEntries(codeExtensions, (language) => ({ type: 'code', language })),
])

const formatsByName: ReadonlyMap<string, FileFormat> = new Map([
  ...[
    'readme',
    'license',
    'licence',
    'copying',
    'notice',
    'authors',
    'changelog',
    'changes',
    'contributing',
    'todo',
    'notes',
  ].map((name): [string, FileFormat] => [name, { type: 'text', language: null }]),
  // Apple Mail keeps each mailbox as a folder with a file of this name.
  ['mbox', { type: 'mail', language: null }],
  ['makefile', { type: 'code', language: 'make' }],
  ['dockerfile', { type: 'code', language: 'docker' }],
  ['rakefile', { type: 'code', language: 'ruby' }],
  ['gemfile', { type: 'code', language: 'ruby' }],
  ['cmakelists.txt', { type: 'code', language: 'cmake' }],
])

function formatEntries(
  table: Readonly<Record<string, string>>,
  format: (key: string) => FileFormat,
): [string, FileFormat][] {
  return Object.entries(table).flatMap(([key, extensions]) =>
    extensions.split(' ').map((extension): [string, FileFormat] => [extension, format(key)]),
  )
}
