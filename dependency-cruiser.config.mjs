// Who may import whom. The table with the reasons is in docs/development.md; tests/architecture plants violations of
// every rule here and expects a refusal.
const product = '^(contract|database|models|workers|main|preload|renderer)/'
const notTests = { pathNot: ['[.]test[.]tsx?$', '/fake[.][^/]+$'] }

/** Nothing of ours in `folder` may import anything of ours outside `allowed`. */
function only(folder, allowed) {
  const folders = [folder, ...allowed].join('|')
  return {
    name: `${folder}-imports-only-${allowed.join('-') || 'itself'}`,
    severity: 'error',
    from: { path: `^${folder}/`, ...notTests },
    to: { path: '^[^/]+/', pathNot: [`^(${folders})/`, '^node_modules/'], dependencyTypesNot: ['core'] },
  }
}

/** Another top folder is reached by its `#name`, so that an import which crosses a border looks like one. */
function crossedBySign(folder) {
  return {
    name: `${folder}-is-reached-by-#${folder}`,
    severity: 'error',
    from: { path: product, pathNot: `^${folder}/` },
    to: { path: `^${folder}/`, dependencyTypesNot: ['aliased-subpath-import'] },
  }
}

export default {
  forbidden: [
    only('contract', []),
    only('database', ['contract']),
    only('models', ['contract']),
    only('workers', ['contract', 'database', 'models']),
    only('main', ['contract', 'database', 'models']),
    only('preload', ['contract']),
    only('renderer', ['contract']),
    crossedBySign('contract'),
    crossedBySign('database'),
    crossedBySign('models'),
    {
      name: 'contract-and-page-know-no-node',
      severity: 'error',
      from: { path: '^(contract|renderer|preload)/', ...notTests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-uses-zod-and-orpc',
      severity: 'error',
      from: { path: '^contract/', ...notTests },
      to: { path: '^node_modules/', pathNot: '^node_modules/(zod|@orpc/contract)/' },
    },
    {
      name: 'page-uses-no-native-or-server-package',
      severity: 'error',
      from: { path: '^renderer/', ...notTests },
      to: {
        path: '^node_modules/(better-sqlite3|drizzle-orm|onnxruntime-node|usearch|hnswlib-node|ollama|ai|ws|pino|@orpc/server|@parcel)/',
      },
    },
    {
      name: 'electron-stays-in-desktop',
      severity: 'error',
      from: { path: product, pathNot: '^(main/desktop|preload)/' },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'main-features-meet-in-app',
      severity: 'error',
      from: { path: '^main/(?!app/)([^/]+)/', ...notTests },
      to: { path: '^main/', pathNot: ['^main/app/', '^main/$1/'] },
    },
    {
      name: 'workers-know-no-other-worker',
      severity: 'error',
      from: { path: '^workers/([^/]+)/', ...notTests },
      to: { path: '^workers/[^/]+/', pathNot: '^workers/$1/' },
    },
    {
      name: 'page-features-meet-in-app',
      severity: 'error',
      from: { path: '^renderer/(?!app/|ui/)([^/]+)/', ...notTests },
      to: { path: '^renderer/[^/]+/', pathNot: ['^renderer/(app|ui)/', '^renderer/$1/'] },
    },
    {
      name: 'ui-knows-no-feature',
      severity: 'error',
      from: { path: '^renderer/ui/', ...notTests },
      to: { path: '^renderer/', pathNot: '^renderer/ui/' },
    },
    {
      name: 'queries-live-in-stores',
      severity: 'error',
      from: {
        path: '^(main|workers)/',
        pathNot: ['[.](store|worker)[.]ts$', '^main/app/', ...notTests.pathNot],
      },
      to: {
        path: ['^database/', '^node_modules/(drizzle-orm|better-sqlite3)/'],
        // What a key is and what is sealed under it: no query is in there.
        pathNot: '^database/(library-key|key-slots|sealed-file)[.]ts$',
      },
    },
    {
      name: 'product-knows-no-tests-or-fakes',
      severity: 'error',
      from: { path: product, ...notTests },
      to: { path: ['^(tests|scripts)/', '[.]test[.]tsx?$', '/fake[.][^/]+$'] },
    },
    {
      name: 'product-uses-no-development-package',
      severity: 'error',
      from: { path: product, ...notTests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/electron/' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: product },
      // A cycle of types alone is gone when the program runs.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: { path: product }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    preserveSymlinks: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default', 'require'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.css'],
    },
  },
}
