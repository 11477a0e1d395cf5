import { expect, test } from 'vitest'
import { z } from 'zod'
import { plant, runTool } from './planted.ts'
import { productFolders } from './source-files.ts'

const Cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

/** Which rule must refuse which planted file. */
const violations: readonly (readonly [path: string, content: string, rule: string])[] = [
  ['contract/a.contract.ts', "import '../main/chat/chat.ts'", 'contract-imports-only-itself'],
  ['contract/b.contract.ts', "import 'node:fs'", 'contract-and-page-know-no-node'],
  ['contract/c.contract.ts', "import 'drizzle-orm'", 'contract-uses-zod-and-orpc'],
  ['database/a.table.ts', "import '#models/model'", 'database-imports-only-contract'],
  ['database/b.table.ts', "import 'electron'", 'electron-stays-in-desktop'],
  ['database/c.table.ts', "import '../contract/good.contract.ts'", 'contract-is-reached-by-#contract'],
  ['models/a.ts', "import '#database/good.table'", 'models-imports-only-contract'],
  ['workers/search/a.ts', "import '../../main/chat/chat.ts'", 'workers-imports-only-contract-database-models'],
  ['workers/search/b.ts', "import '../library/library.ts'", 'workers-know-no-other-worker'],
  ['workers/search/c.ts', "import '#database/good.table'", 'queries-live-in-stores'],
  ['workers/search/d.ts', "import 'electron'", 'electron-stays-in-desktop'],
  ['main/chat/a.ts', "import '../library/library.ts'", 'main-features-meet-in-app'],
  ['main/chat/b.service.ts', "import '#database/good.table'", 'queries-live-in-stores'],
  ['main/chat/c.service.ts', "import 'drizzle-orm'", 'queries-live-in-stores'],
  ['main/chat/d.ts', "import { app } from 'electron'\nexport const name = app", 'electron-stays-in-desktop'],
  ['main/chat/e.ts', "import '../../workers/library/library.ts'", 'main-imports-only-contract-database-models'],
  ['main/chat/f.ts', "import './fake.chat.ts'", 'product-knows-no-tests-or-fakes'],
  ['main/chat/g.ts', "import 'vitest'", 'product-uses-no-development-package'],
  ['main/chat/h.ts', "import './not-there.ts'", 'everything-resolves'],
  ['main/chat/i.ts', "import './j.ts'", 'no-cycle'],
  ['preload/a.ts', "import '../main/chat/chat.ts'", 'preload-imports-only-contract'],
  ['renderer/chat/a.ts', "import '../library/library.ts'", 'page-features-meet-in-app'],
  ['renderer/chat/b.ts', "import 'node:fs'", 'contract-and-page-know-no-node'],
  ['renderer/chat/c.ts', "import '../../main/chat/chat.ts'", 'renderer-imports-only-contract'],
  ['renderer/chat/d.ts', "import 'better-sqlite3'", 'page-uses-no-native-or-server-package'],
  ['renderer/chat/e.ts', "import 'electron'", 'electron-stays-in-desktop'],
  ['renderer/ui/a.ts', "import '../library/library.ts'", 'ui-knows-no-feature'],
]

/** What every folder may do, so that a rule which refuses everything is noticed too. */
const allowed: Readonly<Record<string, string>> = {
  'contract/good.contract.ts': "import 'zod'\nimport '@orpc/contract'",
  'database/good.table.ts': "import 'drizzle-orm/sqlite-core'\nimport '#contract/good.contract'",
  'models/model.ts': "import '#contract/good.contract'\nimport 'node:fs'",
  'workers/library/library.ts': "import '#models/model'\nimport '../words.ts'",
  'workers/library/library.store.ts': "import '#database/good.table'",
  'workers/words.ts': '',
  'main/app/compose.ts': "import '../chat/chat.ts'\nimport '../library/library.ts'\nimport '#database/good.table'",
  'main/app/raise.ts': "import '#contract/good.contract'",
  'main/chat/chat.ts': "import '../app/raise.ts'\nimport './chat.store.ts'",
  'main/chat/chat.store.ts': "import 'drizzle-orm'\nimport '#database/good.table'",
  'main/chat/chat.test.ts': "import 'vitest'\nimport './fake.chat.ts'",
  'main/chat/fake.chat.ts': '',
  'main/library/library.ts': '',
  // The other half of the cycle, which is reported once.
  'main/chat/j.ts': "import './i.ts'",
  'main/desktop/desktop.ts': "import 'electron'\nimport '../app/compose.ts'",
  'preload/preload.ts': "import 'electron'",
  'renderer/app/routes.tsx': "import '../library/library.ts'\nimport '../ui/Button.tsx'",
  'renderer/library/library.ts': "import '../ui/Button.tsx'\nimport '#contract/good.contract'\nimport 'react'",
  'renderer/ui/Button.tsx': "import 'react'",
}

test('dependency-cruiser refuses every import that crosses a border, and allows the others', async () => {
  const folder = plant({ ...allowed, ...Object.fromEntries(violations.map(([path, content]) => [path, content])) })

  const options = ['--config', 'dependency-cruiser.config.mjs', '--output-type', 'json']
  const cruise = await runTool(folder, 'dependency-cruiser/bin/dependency-cruise.mjs', [...options, ...productFolders])
  const { modules, summary } = Cruise.parse(JSON.parse(cruise.out))

  const refused = new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))
  const seen = new Set(modules.map((module) => module.source))
  const goodFiles = new Set(Object.keys(allowed))
  expect({
    missed: violations.map(([path, , rule]) => `${path}: ${rule}`).filter((line) => !refused.has(line)),
    wronglyRefused: [...refused].filter((line) => goodFiles.has(line.split(':')[0] ?? '')),
    notRead: [...goodFiles].filter((path) => !seen.has(path)),
  }).toEqual({ missed: [], wronglyRefused: [], notRead: [] })
})
