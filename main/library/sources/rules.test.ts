import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openRules, rulesFileName } from './source-rules.ts'

/** Files of rules by their folder, the rules of the source, those for all sources, and the files to judge. */
interface Case {
  readonly files: Readonly<Record<string, string>>
  readonly source?: string
  readonly settings?: string
  readonly paths: readonly string[]
}

const names = ['a.md', 'b.md', 'notes.txt', 'x y.md']
const folders = ['', 'sub', 'sub/deep', 'other', 'doc', 'sub/doc', 'a[1]', 'a[1]/doc', 'ü']
const everywhere = folders.flatMap((folder) => names.map((name) => (folder ? `${folder}/${name}` : name)))

const cases: Readonly<Record<string, Case>> = {
  'a name matches at any depth': { files: { '': 'a.md' }, paths: everywhere },
  'a slash at the beginning binds to the folder': { files: { '': '/a.md', sub: '/b.md' }, paths: everywhere },
  'a slash in the middle binds to the folder': { files: { '': 'sub/a.md', sub: 'deep/b.md' }, paths: everywhere },
  'a slash at the end means folders only': { files: { '': 'doc/\na.md/' }, paths: everywhere },
  'stars stay within a name': { files: { '': '*.md\nsub/*.txt' }, paths: everywhere },
  'two stars cross folders': { files: { '': 'sub/**/a.md\n**/doc\nother/**' }, paths: everywhere },
  'the later pattern wins': { files: { '': '*.md\n!a.md\n/sub/a.md' }, paths: everywhere },
  'the deeper file wins': { files: { '': '*.md', sub: '!*.md', 'sub/deep': 'b.md' }, paths: everywhere },
  'nothing comes back from a folder that is left out': {
    files: { '': 'sub\n!sub/a.md', sub: '!b.md' },
    paths: everywhere,
  },
  'a folder that is taken in again brings its files': { files: { '': '/*\n!/sub\n!/doc' }, paths: everywhere },
  'the source is weaker than files, the settings are weaker than both': {
    settings: '*.md\n!b.md',
    source: '!a.md\nb.md',
    files: { sub: 'a.md\n!b.md' },
    paths: everywhere,
  },
  'a folder named in the settings is taken in again by the source': {
    settings: 'doc',
    source: '!/doc',
    files: {},
    paths: everywhere,
  },
  'comments, blank lines, escapes and spaces at the end': {
    files: { '': '#a.md\n\n   \n\\#b.md\nx\\ y.md   \n\\!notes.txt\n', sub: 'notes.txt  \n\\#a.md' },
    paths: [...everywhere, '#b.md', '!notes.txt', 'sub/#a.md'],
  },
  'sets of characters, and sets that make no sense': {
    files: { '': '[ab].md\n[!n]otes.txt\n[z-a].md\n[[:alpha:]].txt\n[', sub: '!a.md' },
    paths: everywhere,
  },
  'a folder whose name holds special characters': {
    files: { 'a[1]': 'doc/a.md\nb.md', ü: '/*.md' },
    paths: everywhere,
  },
  'line ends of Windows': { files: { '': 'a.md\r\n!sub/a.md\r\ndoc/\r\n' }, paths: everywhere },
}

for (const [name, each] of Object.entries(cases)) {
  test.skipIf(!hasGit())(`as git says: ${name}`, async () => {
    const { ours, gits } = await judge(each)

    expect(ours).toEqual(gits)
  })
}

test.skipIf(!hasGit())('as git says, for patterns made at random', async () => {
  const random = seeded(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const pieces = [
    'a',
    'b',
    '*',
    '**',
    '?.md',
    '*.md',
    'sub',
    'deep',
    'doc',
    'a.md',
    'b.md',
    'notes.*',
    'other',
    '[a-b].md',
  ]
  const pattern = () => {
    const length = 1 + Math.floor(random() * 3)
    const path = Array.from({ length }, () => pick(pieces)).join('/')
    return `${pick(['', '', '!'])}${pick(['', '', '/'])}${path}${pick(['', '', '', '/'])}`
  }
  const patterns = (most: number) => Array.from({ length: Math.floor(random() * most) }, pattern).join('\n')

  for (let round = 0; round < 25; round += 1) {
    const made: Case = {
      settings: patterns(3),
      source: patterns(3),
      files: { '': patterns(6), sub: patterns(4), 'sub/deep': patterns(3), doc: patterns(2) },
      paths: everywhere,
    }
    const { ours, gits } = await judge(made)
    expect({ made, left: ours }).toEqual({ made, left: gits })
  }
})

test('what Alcove leaves out by itself comes back by a rule, but for kinds it cannot read', async () => {
  const rules = openRules({
    root: '/nowhere',
    settings: '!node_modules/',
    source: '!.config\n!picture.xyz\n!.hidden.md\n!named.mp3',
    removed: new Set(['/nowhere/removed.md']),
    dataFolder: '/nowhere/data',
    recognises: { pictures: true, recordings: false },
  })
  const reason = async (path: string) => (await rules.judge(`/nowhere/${path}`, 'file'))?.rule ?? null
  const paths = [
    '.config/a.md',
    '.other/a.md',
    'node_modules/m/a.md',
    'venv/a.md',
    '.hidden.md',
    '.x.md',
    'picture.xyz',
    'photo.png',
    'memo.mp3',
    'named.mp3',
  ]

  const reasons = await Promise.all([...paths, 'removed.md', 'data/a.md', 'a.md'].map(reason))

  expect(reasons).toEqual([
    null,
    'hidden',
    null,
    'installed dependencies or a cache',
    null,
    'hidden',
    'a kind Alcove cannot read',
    null,
    'a recording, and transcribing is not set up',
    'a recording, and transcribing is not set up',
    'removed by you',
    'the folder of Alcove itself',
    null,
  ])
})

const recognises = { pictures: false, recordings: false }

async function judge({ files, source = '', settings = '', paths }: Case) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-rules-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), '')
  }
  for (const [folder, text] of Object.entries(files)) {
    writeFileSync(join(root, folder, rulesFileName), text)
    writeFileSync(join(root, folder, '.gitignore'), text)
  }
  const rules = openRules({ root, source, settings, removed: new Set(), dataFolder: '/nowhere', recognises })
  const ours = []
  for (const path of paths) {
    const by = await rules.judge(join(root, path), 'file')
    if (by && by.origin !== 'default') ours.push(path)
  }
  return { ours, gits: askGit({ root, source, settings, paths }) }
}

function askGit({
  root,
  source,
  settings,
  paths,
}: Required<Omit<Case, 'files'>> & { readonly root: string }): string[] {
  const all = join(root, '..', `${root.split('/').at(-1)}.settings`)
  writeFileSync(all, settings)
  onTestFinished(() => rmSync(all, { force: true }))
  execFileSync('git', ['init', '-q', root])
  mkdirSync(join(root, '.git/info'), { recursive: true })
  writeFileSync(join(root, '.git/info/exclude'), source)
  const options = [
    '-C',
    root,
    '-c',
    `core.excludesFile=${all}`,
    'check-ignore',
    '--no-index',
    '-v',
    '-n',
    '-z',
    '--stdin',
  ]
  const { stdout } = spawnSync('git', options, { input: paths.join('\0') })
  const fields = stdout.toString().split('\0')
  const ignored: string[] = []
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [pattern = '', path = ''] = [fields[at + 2], fields[at + 3]]
    if (pattern !== '' && !pattern.startsWith('!')) ignored.push(path)
  }
  return ignored
}

function hasGit(): boolean {
  return spawnSync('git', ['--version']).status === 0
}

/** The same numbers between 0 and 1 for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
