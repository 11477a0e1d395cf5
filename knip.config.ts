import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'scripts/*.mjs',
    'main/web/serve.ts',
    'main/cli/alcove.ts',
    'workers/**/*.worker.ts',
    '{workers,models}/**/*.thread.ts',
    'tests/{bench,e2e}/**/*.ts',
    'vitest.mutation.config.ts',
  ],
  project: ['{contract,database,models,workers,main,preload,renderer,tests}/**/*.{ts,tsx,css}', 'scripts/**/*.mjs'],
  // A schema that its own file builds upon is no dead code; an export that nobody names is.
  ignoreExportsUsedInFile: true,
  // A factory's type is exported with the factory, so that those who take one can say so.
  exclude: ['types'],
  // Run by path from scripts/checks.mjs and scripts/bootstrap.mjs, or read by a tool or vite.config.ts, not imported.
  ignoreDependencies: [
    '@changesets/config',
    '@mermaid-js/tiny',
    '@types/better-sqlite3',
    'app-builder-lib',
    'c8',
    'dependency-cruiser',
    'electron-builder',
    'oxlint',
    'pino-roll',
  ],
  // What a Linux has; the tests that use them say so where they are missing.
  ignoreBinaries: ['strace', 'mount', 'umount', 'mkfifo'],
  compilers: {
    css: (text) => [...text.matchAll(/@import\s+(['"][^'"]+['"])/g)].map(([, path]) => `import ${path}`).join('\n'),
  },
}

export default config
