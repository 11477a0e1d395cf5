import { expect, test } from 'vitest'
import { z } from 'zod'
import { plant, runTool } from './planted.ts'

const Report = z.object({
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
})

const lines = (count: number) => 'export {}\n'.repeat(1) + '// a line\n'.repeat(count - 1)

/** Which rule must refuse which planted file; null where nothing may be refused. */
const files: readonly (readonly [path: string, content: string, rule: string | null])[] = [
  ['main/chat/default.ts', 'export default 1\n', 'no-default-export'],
  ['main/chat/long.ts', lines(301), 'max-lines'],
  ['main/chat/not-long.ts', lines(300), null],
  ['main/chat/long.test.ts', lines(500), null],
  ['main/chat/too-long.test.ts', lines(501), 'max-lines'],
  ['main/chat/console.ts', "console.log('secret')\nexport {}\n", 'no-console'],
  ['main/cli/console.ts', "console.log('an answer')\nexport {}\n", null],
  ['main/chat/any.ts', 'export const anything: any = 1\n', 'no-explicit-any'],
  ['main/chat/sure.ts', "export const first = ['a'][0]!\n", 'no-non-null-assertion'],
  ['main/chat/cycle-a.ts', "import { b } from './cycle-b.ts'\nexport const a = () => b\n", 'no-cycle'],
  ['main/chat/cycle-b.ts', "import { a } from './cycle-a.ts'\nexport const b = () => a\n", 'no-cycle'],
  ['main/chat/barrel.ts', "export * from './sure.ts'\n", 'no-barrel-file'],
  ['main/chat/BadName.ts', 'export const a = 1\n', 'filename-case'],
  ['renderer/chat/GoodName.tsx', 'export const GoodName = () => <p>Hello</p>\n', null],
  [
    'renderer/chat/Html.tsx',
    "export const Html = () => <p dangerouslySetInnerHTML={{ __html: '<b>' }} />\n",
    'no-danger',
  ],
  ['main/chat/focus.test.ts', "import { test } from 'vitest'\ntest.only('a', () => {})\n", 'no-focused-tests'],
  ['vite.config.ts', 'export default {}\n', null],
]

test('Oxlint refuses each planted violation and nothing beside them', async () => {
  const folder = plant(Object.fromEntries(files.map(([path, content]) => [path, content])))

  const lint = await runTool(folder, 'oxlint/bin/oxlint', ['--format', 'json'])
  const { diagnostics } = Report.parse(JSON.parse(lint.out))

  const found = files.map(([path, , rule]) => {
    const codes = diagnostics.filter(({ filename }) => filename === path).map(({ code }) => code)
    return [path, rule ? codes.some((code) => code.includes(`(${rule})`)) : codes]
  })
  expect(found).toEqual(files.map(([path, , rule]) => [path, rule ? true : []]))
})
