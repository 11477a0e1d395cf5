import { once } from 'node:events'
import { linkSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { openFile } from '../../workers/library/open-file.ts'
import { report, tally, times } from './fault-run.ts'
import { finish, makeFolders, openCore } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'

const onWindows = process.platform === 'win32'
const secret = 'SECRET that was never added'

/** Names that some system, shell or program takes for something else; only those this file system takes are tried. */
const names = [
  'con',
  'CON.md',
  'nul.txt',
  'aux.md',
  'com1.txt',
  'lpt1.md',
  'trailing dot..md',
  'trailing.md.',
  'trailing space.md ',
  ' leading.md',
  '...md',
  '..md',
  '..hidden.md',
  '-rf.md',
  '--help.md',
  '~.md',
  '$HOME.md',
  '`id`.md',
  '$(id).md',
  ';id;.md',
  '|.md',
  '&.md',
  '*.md',
  '?.md',
  '"quoted".md',
  "it's.md",
  '<b>.md',
  '%2e%2e%2f.md',
  '..%2f..%2fetc.md',
  '..\\..\\etc.md',
  'C:\\x.md',
  'a:b.md',
  'file:///x.md',
  'new\nline.md',
  'tab\tname.md',
  'return\r.md',
  'bell\u0007.md',
  'escape\u001b[31m.md',
  'txt.\u202edm.exe.md',
  '\u202e.md',
  'zero\u200bwidth.md',
  'e\u0301.md',
  '\u00e9.md',
  '漢字.md',
  '😀.md',
  `${'n'.repeat(252)}.md`,
  `${'é'.repeat(126)}.md`,
  'Case.md',
  'case.md',
  'CASE.md',
  'ſharp.md',
  'K.md',
  '\u212a.md',
  '__proto__.md',
  'constructor.md',
  'undefined.md',
  'NaN.md',
  'null.md',
  "'; DROP TABLE documents; --.md",
]

test('files of any name are read once each and found under their own path', { timeout: 300_000 }, async () => {
  const { papers, data } = makeFolders()
  const made = names.filter((name) => isMade(join(papers, name), `# Text of ${JSON.stringify(name)}`))
  const { library, close } = await openCore(data)
  const { batchId } = await library.add({ paths: [papers], watch: false })
  await finish(library, batchId)
  await library.rescan()
  await close()

  const paths = snapshotOf(data).documents.map(({ path }) => path)
  // Hidden files, and those without the name of a format, are left out.
  const expected = readdirSync(papers).filter((name) => made.includes(name) && /^[^.].*\.(md|txt)$/s.test(name))
  report('S6 strange names', { files: made.length, read: paths.length })
  expect(paths.toSorted()).toEqual(expected.map((name) => join(papers, name)).toSorted())
})

test.skipIf(onWindows)(
  'links lead nowhere: not outside, not in circles, not by way of folders, in no number',
  { timeout: 300_000 },
  async () => {
    const { folder, papers, data } = makeFolders()
    const outside = join(folder, 'outside')
    mkdirSync(join(outside, 'deep'), { recursive: true })
    writeFileSync(join(outside, 'secret.md'), `# ${secret}`)
    writeFileSync(join(outside, 'deep', 'secret.md'), `# ${secret}`)
    writeFileSync(join(papers, 'true.md'), '# True')
    mkdirSync(join(papers, 'inner'))
    writeFileSync(join(papers, 'inner', 'inner.md'), '# Inner')
    // A second folder whose name begins like the one that is added.
    mkdirSync(`${papers}-more`)
    writeFileSync(join(`${papers}-more`, 'secret.md'), `# ${secret}`)
    linkSync(join(papers, 'true.md'), join(papers, 'twin.md'))
    const targets: Readonly<Record<string, string>> = {
      'etc.md': '/etc/passwd',
      etc: '/etc',
      root: '/',
      out: outside,
      'out.md': join(outside, 'secret.md'),
      'out-relative.md': '../outside/secret.md',
      'sibling.md': `${papers}-more/secret.md`,
      'dots.md': `${papers}/inner/../../outside/secret.md`,
      self: '.',
      up: '..',
      'inner/up': '..',
      'inner/round': '../inner/round2',
      'inner/round2': '../inner/round',
      'loop.md': 'loop.md',
      'proc.md': '/proc/self/environ',
      'fd.md': '/dev/fd/0',
      'gone.md': '/nothing/here.md',
      'inside.md': 'inner/inner.md',
    }
    for (const [name, target] of Object.entries(targets)) symlinkSync(target, join(papers, name))
    for (let at = 0; at < 200; at += 1) symlinkSync(at === 0 ? outside : `chain-${at - 1}`, join(papers, `chain-${at}`))
    const { library, close } = await openCore(data)
    const { batchId } = await library.add({ paths: [papers], watch: false })
    const end = await finish(library, batchId)
    const direct = await library.add({
      paths: Object.keys(targets)
        .map((name) => join(papers, 'inner', '..', name))
        .filter((path) => path.endsWith('out.md')),
      watch: false,
    })
    await finish(library, direct.batchId)
    await close()

    const { documents } = snapshotOf(data)
    const escaped = documents.filter(
      ({ text, path }) => String(text).includes(secret) && !String(path).startsWith(outside),
    )
    report('S6 links', {
      links: Object.keys(targets).length + 200,
      escapes: escaped.length,
      ...tally(end?.failed.map(({ code }) => code) ?? []),
    })
    // What a link that is named by a person leads to, is what that person named.
    expect(documents.map(({ path }) => String(path).replace(folder, '')).toSorted()).toEqual([
      '/outside/secret.md',
      '/papers/inner/inner.md',
      '/papers/true.md',
      '/papers/twin.md',
    ])
    expect(escaped).toEqual([])
  },
)

test.skipIf(onWindows)(
  'a file, or a folder above it, that is exchanged while it is opened never lets anything from outside in',
  {
    timeout: 1_800_000,
  },
  async () => {
    const { folder, papers } = makeFolders()
    const outside = join(folder, 'outside')
    for (const [place, words] of [
      [papers, '# True'],
      [outside, secret],
    ] as const) {
      mkdirSync(join(place, 'folder'), { recursive: true })
      writeFileSync(join(place, 'plan.md'), words)
      writeFileSync(join(place, 'folder', 'plan.md'), words)
    }
    const thread = new Worker(new URL('./swapping.thread.ts', import.meta.url), { workerData: { papers, outside } })
    onTestFinished(async () => void (await thread.terminate()))
    const paths = ['plan.md', 'folder/plan.md'].map((name) => join(papers, name))
    const seen: string[] = []
    for (let left = times({ short: 4_000, full: 100_000 }); left > 0; left -= 1) {
      const opened = await openFile({ path: paths[left % 2] ?? '', root: papers, mostBytes: 1_000 })
      if (!opened.ok) {
        seen.push(opened.failure.code)
        continue
      }
      const words = await opened.value.handle.readFile('utf8')
      await opened.value.handle.close()
      seen.push(words === secret ? 'escaped' : 'opened')
    }
    thread.postMessage('stop')
    const [swaps] = await once(thread, 'message')

    const { escaped = 0, ...outcomes } = tally(seen)
    report('S6 exchanged while opened', { opens: seen.length, swaps, escapes: escaped, ...outcomes })
    expect({ escaped, some: ['opened', 'PATH_OUTSIDE_SOURCE'].every((how) => seen.includes(how)) }).toEqual({
      escaped: 0,
      some: true,
    })
  },
)

function isMade(path: string, text: string): boolean {
  try {
    writeFileSync(path, text)
    return statSync(path).isFile()
  } catch {
    // This file system has no such name.
    return false
  }
}
