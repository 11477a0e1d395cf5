import { formatOf } from '#contract/formats'

export { isWithin } from '../../app/inside-folder.ts'

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
export function fileReason(name: string): string | null {
  if (name.startsWith('.') || name.startsWith('~$')) return 'hidden'
  if (leftOutFiles.has(name.toLowerCase()) || /\.min\.(js|css)$/i.test(name)) return 'made by a program'
  return isReadable(name) ? null : 'a kind Alcove cannot read'
}

/** Whether a file is of a kind that Alcove reads, by its name; no rule changes that. */
export function isReadable(name: string): boolean {
  return formatOf(name) !== null
}

/** Whether a folder is build output if a project file lies beside it. */
export function isBuildFolder(name: string): boolean {
  return buildFolders.has(name.toLowerCase())
}

/** Whether a file marks its folder as a software project. */
export function isProjectFile(name: string): boolean {
  return projectFiles.has(name.toLowerCase()) || /\.(csproj|fsproj|vbproj|sln)$/i.test(name)
}
