import { expect, test } from 'vitest'
import { plant, runTool } from './planted.ts'

/** What the compiler must refuse because a folder's `lib` and `types` do not have it. */
const files: readonly (readonly [path: string, content: string])[] = [
  ['contract/dom.ts', 'export const title = document.title\n'],
  ['contract/node.ts', 'export const folder = process.cwd()\n'],
  ['database/dom.ts', 'export const title = document.title\n'],
  ['models/dom.ts', 'export const title = document.title\n'],
  ['workers/dom.ts', 'export const title = document.title\n'],
  ['main/dom.ts', 'export const title = window.document.title\n'],
  ['main/enumeration.ts', 'export enum Colour { Red }\n'],
  ['preload/node.ts', 'export const folder = process.cwd()\n'],
  ['renderer/node.ts', "import { readFileSync } from 'node:fs'\nexport const text = readFileSync('a')\n"],
  ['renderer/process.ts', 'export const folder = process.cwd()\n'],
]

test('the compiler refuses the page in main, Node in the page and either in the contract', async () => {
  const good = Object.fromEntries(
    ['contract', 'database', 'models', 'workers', 'main', 'preload', 'renderer'].map((name) => [
      `${name}/good.ts`,
      'export const good = 1\n',
    ]),
  )
  const folder = plant({ ...good, ...Object.fromEntries(files) })

  const refused = new Set<string>()
  for (const name of Object.keys(good).map((path) => path.split('/')[0] ?? '')) {
    const { out } = await runTool(folder, 'typescript/bin/tsc', ['-p', name, '--pretty', 'false'])
    for (const [, path] of out.matchAll(/^([^(\n]+)\(\d+,\d+\): error/gm)) if (path) refused.add(path)
  }

  expect([...refused].sort()).toEqual(files.map(([path]) => path).sort())
})
