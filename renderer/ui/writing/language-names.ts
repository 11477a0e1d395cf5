import { type KnownLanguage, languageOf } from '../languages.ts'

const names: Partial<Record<KnownLanguage, string>> = {
  bash: 'Shell',
  bat: 'Batch',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  docker: 'Dockerfile',
  'fortran-free-form': 'Fortran',
  fsharp: 'F#',
  graphql: 'GraphQL',
  hcl: 'HCL',
  html: 'HTML',
  http: 'HTTP',
  ini: 'INI',
  javascript: 'JavaScript',
  json: 'JSON',
  jsx: 'JSX',
  latex: 'LaTeX',
  make: 'Makefile',
  matlab: 'MATLAB',
  'objective-cpp': 'Objective-C',
  ocaml: 'OCaml',
  php: 'PHP',
  powershell: 'PowerShell',
  proto: 'Protocol Buffers',
  scss: 'SCSS',
  shellsession: 'Console',
  sql: 'SQL',
  toml: 'TOML',
  tsx: 'TSX',
  typescript: 'TypeScript',
  vb: 'Visual Basic',
  wgsl: 'WGSL',
  xml: 'XML',
  yaml: 'YAML',
}

/** What a language is called above its code; one that is not known is called as it was written. */
export function nameOfLanguage(written: string): string {
  if (written === '' || /^(?:text|txt|plain|plaintext)$/i.test(written)) return 'Text'
  const language = languageOf(written)
  if (language === null) return written.slice(0, 40)
  return names[language] ?? language.charAt(0).toUpperCase() + language.slice(1)
}
