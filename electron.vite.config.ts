import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type MainViteConfig } from 'electron-vite'
import pageConfig from './vite.config.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const out = join(root, 'out')

/** Processes and threads that are started by the address of their file. */
const entries = [
  'main/desktop/desktop.ts',
  'workers/backup/backup.worker.ts',
  'workers/library/library.worker.ts',
  'workers/library/parser.thread.ts',
  'workers/library/media/speech.thread.ts',
  'workers/search/search.worker.ts',
  'workers/your-data/your-data.worker.ts',
  'workers/search/build-vectors.thread.ts',
  'models/embedding/onnx.thread.ts',
]

type Plugin = NonNullable<MainViteConfig['plugins']>[number]

/**
 * The built files stand to each other as their sources do, so that `new URL('./x.thread.ts', import.meta.url)` finds
 * its file once its ending is that of a built one.
 */
const sameTree: Plugin = {
  name: 'alcove-same-tree',
  transform: (code: string) => ({
    code: code.replace(/(new URL\((['"])\.[^'"]+\.(?:thread|worker))\.ts\2/g, '$1.js$2'),
    map: null,
  }),
  closeBundle() {
    cpSync(join(root, 'database', 'migrations'), join(out, 'database', 'migrations'), { recursive: true })
    cpSync(join(root, 'package.json'), join(out, 'package.json'))
  },
}

export default defineConfig({
  main: {
    plugins: [sameTree],
    build: {
      outDir: out,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: false,
      rollupOptions: {
        input: Object.fromEntries(entries.map((entry) => [entry.replace(/\.ts$/, ''), join(root, entry)])),
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: root,
          // The bundler's own module has an address that begins with a sign that no file name may have.
          entryFileNames: ({ facadeModuleId, name }) =>
            facadeModuleId && !facadeModuleId.startsWith('\0')
              ? `${relative(root, facadeModuleId).replace(/\.ts$/, '')}.js`
              : `${name}.js`,
        },
      },
    },
  },
  preload: {
    build: {
      outDir: join(out, 'preload'),
      rollupOptions: {
        input: join(root, 'preload', 'preload.ts'),
        // A sandboxed preload has no ES modules.
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      },
    },
  },
  renderer: {
    ...pageConfig,
    build: { ...pageConfig.build, rollupOptions: { input: join(root, 'renderer', 'index.html') } },
  },
})
