import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { createRandom } from '../faults/papers.ts'

/** One thing a person or a program does to a folder. */
export interface Change {
  readonly name: string
  readonly make: () => void
}

/**
 * A day's work in a folder, the same for the same seed: files are written, edited, moved, copied, swapped and deleted, whole
 * folders are renamed, and a project is checked out at another branch and back. Each is decided by what is there when it is made.
 */
export function changesOf(folder: string, seed: number): readonly Change[] {
  const random = createRandom(seed)
  const some = (count: number) => pick(filesIn(folder), count, random)
  return [
    { name: 'write', make: () => times(60, (at) => write(join(folder, `fresh/${at % 6}/note-${at}.md`), noteOf(at))) },
    { name: 'edit', make: () => some(120).forEach((path, at) => appendFileSync(path, `\nEdited, number ${at}.\n`)) },
    { name: 'delete', make: () => some(120).forEach((path) => rmSync(path)) },
    { name: 'check out another branch', make: () => checkOut(folder, 'other') },
    {
      name: 'move',
      make: () => some(120).forEach((path, at) => move(path, join(folder, `moved/${at % 9}`, at + extname(path)))),
    },
    {
      name: 'rename a folder with much in it',
      make: () => renameSync(join(folder, 'packages'), join(folder, 'parcels')),
    },
    {
      name: 'copy, then delete what was copied',
      make: () => some(60).forEach((path, at) => copyAndDelete(path, folder, at)),
    },
    { name: 'save as editors do', make: () => some(60).forEach((path, at) => saveAnew(path, at)) },
    { name: 'swap names', make: () => swap(some(40)) },
    { name: 'check out the first branch', make: () => checkOut(folder, 'first') },
    { name: 'rename it back', make: () => renameSync(join(folder, 'parcels'), join(folder, 'packages')) },
    { name: 'delete a folder', make: () => rmSync(join(folder, 'moved/3'), { recursive: true, force: true }) },
    { name: 'delete and write again', make: () => some(40).forEach((path, at) => deleteAndWrite(path, at)) },
  ]
}

/** A project of source files with two branches that differ in most of them; does nothing where there is no git. */
export function makeProject(folder: string): void {
  const project = join(folder, 'project')
  mkdirSync(project, { recursive: true })
  if (!git(project, 'init', '--quiet', '--initial-branch=first')) return
  commit(project, 120, 'first')
  git(project, 'checkout', '--quiet', '-b', 'other')
  for (let at = 0; at < 120; at += 3) rmSync(join(project, `source/part-${at}.ts`))
  commit(project, 150, 'other')
  git(project, 'checkout', '--quiet', 'first')
}

function commit(project: string, files: number, branch: string): void {
  for (let at = 0; at < files; at += 1) {
    if (branch === 'other' && at % 3 === 0) continue
    const body = `/** Part ${at} as it is on ${branch}. */\nexport function part${at}(value: number) {\n  return value * ${at}\n}\n`
    write(join(project, `source/part-${at}.ts`), body)
  }
  git(project, 'add', '--all')
  git(project, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--message', branch)
}

function checkOut(folder: string, branch: string): void {
  const project = join(folder, 'project')
  if (!existsSync(join(project, '.git'))) return
  git(project, 'checkout', '--quiet', '--force', branch)
}

function git(project: string, ...args: readonly string[]): boolean {
  try {
    execFileSync('git', ['-C', project, ...args], { stdio: 'ignore' })
    return true
  } catch {
    // A machine without git: the other changes remain.
    return false
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${join(folder, 'project')}`))
    .toSorted()
}

function pick(paths: readonly string[], count: number, random: () => number): readonly string[] {
  const left = [...paths]
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [path = ''] = left.splice(Math.floor(random() * left.length), 1)
    return path
  })
}

function copyAndDelete(path: string, folder: string, at: number): void {
  write(join(folder, `copies/${at}${extname(path)}`), readFileSync(path))
  rmSync(path)
}

/** Into a file beside it first, which then takes the name. */
function saveAnew(path: string, at: number): void {
  const beside = `${path}.saving`
  writeFileSync(beside, `${readFileSync(path, 'utf8')}\nSaved, number ${at}.\n`)
  renameSync(beside, path)
}

function swap(paths: readonly string[]): void {
  for (let at = 0; at + 1 < paths.length; at += 2) {
    const [a = '', b = ''] = [paths[at], paths[at + 1]]
    renameSync(a, `${a}.aside`)
    renameSync(b, a)
    renameSync(`${a}.aside`, b)
  }
}

function deleteAndWrite(path: string, at: number): void {
  rmSync(path)
  writeFileSync(path, noteOf(1_000 + at))
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  renameSync(from, to)
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

function times(count: number, make: (at: number) => void): void {
  for (let at = 0; at < count; at += 1) make(at)
}

function noteOf(at: number): string {
  return `# Note ${at}\n\nWhat was said about subject ${at * 7} on the day when it was written down.\n`
}
