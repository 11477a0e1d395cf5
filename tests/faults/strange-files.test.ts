import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { finish, makeFolders, openCore, until } from './library-core.ts'
import { writePapers } from './papers.ts'

const hasPipes = process.platform !== 'win32'

test.runIf(hasPipes)('pipes, devices and links that lead in circles or outside never hold anything up', async () => {
  const { folder, papers, data } = makeFolders()
  writeFileSync(join(papers, 'good.md'), '# Good')
  writeFileSync(join(folder, 'secret.md'), '# Not added')
  execFileSync('mkfifo', [join(papers, 'pipe.md'), join(folder, 'pipe.md')])
  symlinkSync('/dev/zero', join(papers, 'zero.md'))
  symlinkSync(papers, join(papers, 'again'))
  symlinkSync(join(papers, 'b'), join(papers, 'a'))
  symlinkSync(join(papers, 'a'), join(papers, 'b'))
  symlinkSync(join(folder, 'secret.md'), join(papers, 'secret.md'))

  const { library } = await openCore(data)
  const added = await library.add({ paths: [papers, join(folder, 'pipe.md'), '/dev/zero'], watch: false })
  const end = await finish(library, added.batchId)

  const codes = Object.fromEntries(
    end?.failed.map(({ path, code }) => [path.replace(`${papers}/`, '').replace(folder, ''), code]) ?? [],
  )
  expect({ added: end?.added, skipped: end?.skipped, codes }).toEqual({
    added: 1,
    skipped: 1,
    codes: {
      'zero.md': 'PATH_OUTSIDE_SOURCE',
      again: 'LINK_LOOP',
      a: 'LINK_LOOP',
      b: 'LINK_LOOP',
      'secret.md': 'PATH_OUTSIDE_SOURCE',
      '/pipe.md': 'FILE_UNREADABLE',
      '/dev/zero': 'FILE_UNREADABLE',
    },
  })
})

test('a file that is exchanged for a link to outside, after it was queued, is not read', async () => {
  const { folder, papers, data } = makeFolders()
  const path = join(papers, 'plan.md')
  writeFileSync(path, '# Plan')
  writeFileSync(join(folder, 'secret.md'), '# Secret')
  const { library } = await openCore(data)
  await library.pause()
  const { batchId } = await library.add({ paths: [papers], watch: false })

  rmSync(path)
  symlinkSync(join(folder, 'secret.md'), path)
  library.resume()
  const end = await finish(library, batchId)

  expect({ failed: end?.failed.map(({ code }) => code), documents: library.state().documents }).toEqual({
    failed: ['PATH_OUTSIDE_SOURCE'],
    documents: 0,
  })
})

test('folders that vanish while they are scanned cost their own files and nothing else', async () => {
  const { papers, data } = makeFolders()
  for (let index = 0; index < 300; index += 1) {
    const folder = join(papers, `f${index}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'note.md'), `# Note ${index}`)
  }
  const { library } = await openCore(data)
  await library.pause()

  const adding = library.add({ paths: [papers], watch: false })
  for (let index = 0; index < 300; index += 3) rmSync(join(papers, `f${index}`), { recursive: true })
  const added = await adding
  library.resume()
  await finish(library, added.batchId)
  await library.rescan()
  await until(library, (state) => state.queue === 0)

  const { documents, byState } = library.state()
  expect({ documents, failed: byState.failed }).toEqual({ documents: 200, failed: 0 })
})

test('a source that is gone while it is scanned keeps what the library has of it', async () => {
  const { papers, data } = makeFolders()
  writePapers(papers, 10)
  const { library } = await openCore(data)
  const { batchId } = await library.add({ paths: [papers], watch: false })
  await finish(library, batchId)

  const scanning = library.rescan()
  renameSync(papers, `${papers}-away`)
  await scanning
  await library.rescan()

  expect({ documents: library.state().documents, problem: library.sources()[0]?.problem }).toEqual({
    documents: 13,
    problem: expect.stringContaining('cannot be found'),
  })
})
