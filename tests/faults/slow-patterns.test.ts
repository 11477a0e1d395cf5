import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { isProduct, parse, productFolders, type SourceFile, sourceFiles } from '../architecture/source-files.ts'
import { report, times } from './fault-run.ts'
import type { Pattern, Tried } from './pattern-strings.ts'

/** Longer than this nobody may have to wait for one pattern on one text of 20,000 signs. */
const limit = 50
const effort = {
  length: 20_000,
  samples: times({ short: 2, full: 14 }),
  ends: times({ short: 2, full: 6 }),
}
/** For all the strings of one pattern. */
const patience = times({ short: 20_000, full: 120_000 })

test('no pattern of the product can be kept busy by a text', { timeout: 3_600_000 }, async () => {
  const patterns = sourceFiles(productFolders, /\.tsx?$/)
    .filter(isProduct)
    .flatMap(patternsIn)
  const tried = await tryAll(patterns)
  const slow = [...tried].filter(([, { worst }]) => worst >= limit)
  const [worst] = [...tried].toSorted(([, one], [, other]) => other.worst - one.worst)

  report('S21 patterns', {
    patterns: patterns.length,
    strings: [...tried.values()].reduce((sum, { strings }) => sum + strings, 0),
    slow: slow.length,
    'next ms': Math.round([...tried.values()].map((one) => one.worst).toSorted((a, b) => b - a)[1] ?? 0),
    'worst ms': Math.round(worst?.[1].worst ?? 0),
    'which is': `${worst?.[0].where} /${worst?.[0].source}/`,
  })
  expect(
    slow.map(([{ where, source }, { worst, text }]) => `${where}: /${source}/ ${Math.round(worst)} ms on ${text}`),
  ).toEqual([])
  expect(patterns.length).toBeGreaterThan(300)
})

test('a pattern that can be kept busy would be noticed', { timeout: 120_000 }, async () => {
  const planted = ['^(a+)+$', '\\s+$', '(x|x)*y', '<[^>]*>'].map((source) => ({ where: 'planted', source, flags: '' }))
  const fine = { where: 'planted', source: '^[a-z]{1,40}$', flags: '' }

  const tried = await tryAll([...planted, fine], 5_000)

  expect([...tried].map(([{ source }, { worst }]) => [source, worst >= limit])).toEqual([
    ['^(a+)+$', true],
    ['\\s+$', true],
    ['(x|x)*y', true],
    ['<[^>]*>', true],
    ['^[a-z]{1,40}$', false],
  ])
})

/** Tries each; one that does not come back is ended and counted as endless. */
async function tryAll(patterns: readonly Pattern[], longest = patience): Promise<ReadonlyMap<Pattern, Tried>> {
  const tried = new Map<Pattern, Tried>()
  for (let from = 0; from < patterns.length; ) {
    const thread = new Worker(new URL('./patterns.thread.ts', import.meta.url), {
      workerData: { patterns, from, effort },
    })
    let timer = setTimeout(() => void thread.terminate(), longest)
    thread.on('message', ({ index, tried: outcome }: { readonly index: number; readonly tried: Tried }) => {
      const pattern = patterns[index]
      if (pattern) tried.set(pattern, outcome)
      from = index + 1
      clearTimeout(timer)
      timer = setTimeout(() => void thread.terminate(), longest)
    })
    await once(thread, 'exit')
    clearTimeout(timer)
    const stuck = patterns[from]
    if (!stuck) break
    tried.set(stuck, { worst: Number.POSITIVE_INFINITY, strings: 0, text: 'endless' })
    from += 1
  }
  return tried
}

/** Every pattern that is written in a file, as a literal or as the text that is given to RegExp. */
function patternsIn(file: SourceFile): readonly Pattern[] {
  const found: Pattern[] = []
  const tree = parse(file)
  visit(tree)
  return found

  function visit(node: ts.Node): void {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ where: placeOf(node), source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [source, flags] = node.arguments ?? []
      if (source && ts.isStringLiteralLike(source)) {
        found.push({
          where: placeOf(node),
          source: source.text,
          flags: flags && ts.isStringLiteral(flags) ? flags.text : '',
        })
      }
    }
    ts.forEachChild(node, visit)
  }

  function placeOf(node: ts.Node): string {
    return `${file.path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
  }
}
