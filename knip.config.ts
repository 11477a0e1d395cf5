import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'scripts/*.mjs',
    'main/web/serve.ts',
    'main/cli/alcove.ts',
    'main/desktop/desktop.ts',
    'preload/preload.ts',
    'renderer/app/main.tsx',
    'workers/**/*.worker.ts',
    '{workers,models}/**/*.thread.ts',
    'tests/{bench,e2e}/**/*.ts',
  ],
  // A schema that its own file builds upon is no dead code; an export that nobody names is.
  ignoreExportsUsedInFile: true,
  project: ['{contract,database,models,workers,main,preload,renderer,tests}/**/*.{ts,tsx}', 'scripts/**/*.mjs'],
}

export default config
