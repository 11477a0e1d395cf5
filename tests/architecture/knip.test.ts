import { expect, test } from 'vitest'
import { z } from 'zod'
import { plant, runTool } from './planted.ts'

const Report = z.object({
  issues: z.array(
    z.object({
      file: z.string(),
      exports: z.array(z.object({ name: z.string() })).optional(),
      files: z.array(z.unknown()).optional(),
    }),
  ),
  files: z.array(z.string()).optional(),
})

test('knip refuses an export that nobody names and a file that nobody imports', async () => {
  const folder = plant({
    'main/cli/alcove.ts': "import { used } from '../chat/used.ts'\nused()\n",
    'main/chat/used.ts': 'export function used() {}\nexport function unused() {}\n',
    'main/chat/orphan.ts': 'export const orphan = 1\n',
  })

  const { out } = await runTool(folder, 'knip/bin/knip.js', ['--no-progress', '--reporter', 'json'])
  const report = Report.parse(JSON.parse(out))

  const exports = report.issues.flatMap((issue) => (issue.exports ?? []).map(({ name }) => `${issue.file}: ${name}`))
  const files = [...(report.files ?? []), ...report.issues.flatMap((i) => (i.files?.length ? [i.file] : []))]
  expect({ exports, orphan: files.filter((path) => path.startsWith('main/')) }).toEqual({
    exports: ['main/chat/used.ts: unused'],
    orphan: ['main/chat/orphan.ts'],
  })
})
