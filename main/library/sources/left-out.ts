import { dirname, join, relative, sep } from 'node:path'
import { formatOf } from '#contract/formats'

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

/** Whether a folder found by a scan is passed over: hidden, dependencies, build output. */
export function isFolderLeftOut(name: string): boolean {
  return name.startsWith('.') || leftOutFolders.has(name.toLowerCase())
}

/** Whether a folder is build output if a project file lies beside it. */
export function isBuildFolder(name: string): boolean {
  return buildFolders.has(name.toLowerCase())
}

/** Whether a file marks its folder as a software project. */
export function isProjectFile(name: string): boolean {
  return projectFiles.has(name.toLowerCase()) || /\.(csproj|fsproj|vbproj|sln)$/i.test(name)
}

/** Whether a file found by a scan is passed over: hidden, generated, or of a kind that Alcove cannot read or is not set up to read. */
export function isFileLeftOut(name: string, recognises: Recognises): boolean {
  const type = formatOf(name)?.type ?? null
  return (
    name.startsWith('.') ||
    name.startsWith('~$') ||
    leftOutFiles.has(name.toLowerCase()) ||
    /\.min\.(js|css)$/i.test(name) ||
    type === null ||
    (type === 'image' && !recognises.pictures) ||
    (type === 'audio' && !recognises.recordings)
  )
}

/** The folders from below `root` down to the one `path` lies in, the outermost first. */
export function foldersBetween(root: string, path: string): readonly string[] {
  const names = relative(root, dirname(path)).split(sep).filter(Boolean)
  return names.map((_, index) => join(root, ...names.slice(0, index + 1)))
}

/** Whether `path` is `folder` or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
