import { formatOf } from '#contract/formats'

export { isWithin } from '../../app/inside-folder.ts'

/** What can be recognised here besides text. */
export interface Recognises {
  readonly pictures: boolean
  readonly recordings: boolean
}

/** Folders that hold other people's code or what programs made, by lower-case name. */
const leftOutFolders = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'site-packages',
  '__pycache__',
  'venv',
  'virtualenv',
  'deriveddata',
  'cmakefiles',
  '$recycle.bin',
  'system volume information',
  '__macosx',
  'lost+found',
])

/** Names that programs use for their output and people for their papers: left out beside a project file only. */
const buildFolders = new Set(['vendor', 'dist', 'build', 'out', 'target', 'bin', 'obj', 'coverage', 'pods', 'carthage'])

const projectFiles = new Set([
  'package.json',
  'cargo.toml',
  'go.mod',
  'composer.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'makefile',
  'cmakelists.txt',
  'pyproject.toml',
  'setup.py',
  'gemfile',
  'podfile',
  'mix.exs',
  'package.swift',
])

/** Written by programs for programs: nobody asks a question that these answer. */
const leftOutFiles = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'bun.lock',
  'composer.lock',
  'desktop.ini',
  'thumbs.db',
])

/** Why Alcove leaves out a folder unless a rule takes it in; null when it does not. */
export function folderReason(name: string): string | null {
  if (name.startsWith('.')) return 'hidden'
  return leftOutFolders.has(name.toLowerCase()) ? 'installed dependencies or a cache' : null
}

/** Why Alcove leaves out a file unless a rule takes it in; null when it does not. */
export function fileReason(name: string, recognises: Recognises): string | null {
  if (name.startsWith('.') || name.startsWith('~$')) return 'hidden'
  if (leftOutFiles.has(name.toLowerCase()) || /\.min\.(js|css)$/i.test(name)) return 'made by a program'
  return kindReason(name, recognises)
}

/** Why Alcove cannot read a file of this kind, or not yet, by its name; null when it can. No rule changes that. */
export function kindReason(name: string, recognises: Recognises): string | null {
  const type = formatOf(name)?.type ?? null
  if (type === null) return unreadableKind
  if (type === 'image' && !recognises.pictures) return picturesNotSetUp
  return type === 'audio' && !recognises.recordings ? recordingsNotSetUp : null
}

/** The reason that nothing changes. */
export const unreadableKind = 'a kind Alcove cannot read'

/** Whether a reason is that reading such files is not set up, which a person can change, and which says nothing against what was read before. */
export function isNotSetUp(reason: string): boolean {
  return reason === picturesNotSetUp || reason === recordingsNotSetUp
}

const picturesNotSetUp = 'a picture, and reading pictures is not set up'
const recordingsNotSetUp = 'a recording, and transcribing is not set up'

/** Whether a folder is build output if a project file lies beside it. */
export function isBuildFolder(name: string): boolean {
  return buildFolders.has(name.toLowerCase())
}

/** Whether a file marks its folder as a software project. */
export function isProjectFile(name: string): boolean {
  return projectFiles.has(name.toLowerCase()) || /\.(csproj|fsproj|vbproj|sln)$/i.test(name)
}
