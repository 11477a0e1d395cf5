/** The languages that `contract/formats.ts` names, each loaded when a document needs it. */
export const languages = {
  bash: () => import('shiki/langs/bash.mjs'),
  bat: () => import('shiki/langs/bat.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  clojure: () => import('shiki/langs/clojure.mjs'),
  cmake: () => import('shiki/langs/cmake.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  dart: () => import('shiki/langs/dart.mjs'),
  docker: () => import('shiki/langs/docker.mjs'),
  elixir: () => import('shiki/langs/elixir.mjs'),
  elm: () => import('shiki/langs/elm.mjs'),
  erlang: () => import('shiki/langs/erlang.mjs'),
  fish: () => import('shiki/langs/fish.mjs'),
  'fortran-free-form': () => import('shiki/langs/fortran-free-form.mjs'),
  fsharp: () => import('shiki/langs/fsharp.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  graphql: () => import('shiki/langs/graphql.mjs'),
  groovy: () => import('shiki/langs/groovy.mjs'),
  haskell: () => import('shiki/langs/haskell.mjs'),
  hcl: () => import('shiki/langs/hcl.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  jsx: () => import('shiki/langs/jsx.mjs'),
  julia: () => import('shiki/langs/julia.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  latex: () => import('shiki/langs/latex.mjs'),
  less: () => import('shiki/langs/less.mjs'),
  lisp: () => import('shiki/langs/lisp.mjs'),
  lua: () => import('shiki/langs/lua.mjs'),
  make: () => import('shiki/langs/make.mjs'),
  matlab: () => import('shiki/langs/matlab.mjs'),
  nim: () => import('shiki/langs/nim.mjs'),
  nix: () => import('shiki/langs/nix.mjs'),
  'objective-cpp': () => import('shiki/langs/objective-cpp.mjs'),
  ocaml: () => import('shiki/langs/ocaml.mjs'),
  pascal: () => import('shiki/langs/pascal.mjs'),
  perl: () => import('shiki/langs/perl.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  powershell: () => import('shiki/langs/powershell.mjs'),
  prisma: () => import('shiki/langs/prisma.mjs'),
  proto: () => import('shiki/langs/proto.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sass: () => import('shiki/langs/sass.mjs'),
  scala: () => import('shiki/langs/scala.mjs'),
  scheme: () => import('shiki/langs/scheme.mjs'),
  scss: () => import('shiki/langs/scss.mjs'),
  solidity: () => import('shiki/langs/solidity.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  svelte: () => import('shiki/langs/svelte.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  vb: () => import('shiki/langs/vb.mjs'),
  vue: () => import('shiki/langs/vue.mjs'),
  wgsl: () => import('shiki/langs/wgsl.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
  zig: () => import('shiki/langs/zig.mjs'),
} as const

/** Languages that no file is shown as, but that stand in answers. */
export const spokenLanguages = {
  html: () => import('shiki/langs/html.mjs'),
  http: () => import('shiki/langs/http.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  nginx: () => import('shiki/langs/nginx.mjs'),
  regex: () => import('shiki/langs/regex.mjs'),
  shellsession: () => import('shiki/langs/shellsession.mjs'),
} as const

export type KnownLanguage = keyof typeof languages | keyof typeof spokenLanguages

const otherNames: Readonly<Record<string, KnownLanguage>> = {
  batch: 'bat',
  'c#': 'csharp',
  'c++': 'cpp',
  cc: 'cpp',
  cjs: 'javascript',
  clj: 'clojure',
  cmd: 'bat',
  console: 'shellsession',
  cs: 'csharp',
  dockerfile: 'docker',
  ex: 'elixir',
  'f#': 'fsharp',
  fortran: 'fortran-free-form',
  golang: 'go',
  gql: 'graphql',
  h: 'c',
  hpp: 'cpp',
  hs: 'haskell',
  htm: 'html',
  js: 'javascript',
  json5: 'json',
  jsonc: 'json',
  jsonl: 'json',
  kt: 'kotlin',
  makefile: 'make',
  md: 'markdown',
  mjs: 'javascript',
  node: 'javascript',
  'objective-c': 'objective-cpp',
  objc: 'objective-cpp',
  pl: 'perl',
  postgres: 'sql',
  postgresql: 'sql',
  protobuf: 'proto',
  ps1: 'powershell',
  pwsh: 'powershell',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  sqlite: 'sql',
  svg: 'xml',
  terraform: 'hcl',
  tex: 'latex',
  ts: 'typescript',
  vbnet: 'vb',
  yml: 'yaml',
  zsh: 'bash',
}

/** The language that a fenced block names, however it is called; null when none of ours is meant. */
export function languageOf(name: string): KnownLanguage | null {
  const lower = name.toLowerCase()
  const other = Object.hasOwn(otherNames, lower) ? otherNames[lower] : undefined
  return other ?? (isKnown(lower) ? lower : null)
}

/** Loads what colours a language; it is fetched when it is first needed. */
export function grammarOf(language: KnownLanguage) {
  return language in languages
    ? languages[language as keyof typeof languages]
    : spokenLanguages[language as keyof typeof spokenLanguages]
}

function isKnown(name: string): name is KnownLanguage {
  return Object.hasOwn(languages, name) || Object.hasOwn(spokenLanguages, name)
}
