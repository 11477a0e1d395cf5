import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: here('./renderer'),
  base: './',
  plugins: [react(), tailwindcss(), pdfData(['cmaps', 'standard_fonts', 'wasm'])],
  build: {
    outDir: here('./out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
  worker: { format: 'es' },
})

/** Puts the tables, fonts and decoders that pdf.js loads at run time beside the page, under `pdf/`. */
function pdfData(folders: readonly string[]): Plugin {
  return {
    name: 'pdf-data',
    apply: 'build',
    generateBundle() {
      for (const folder of folders) {
        const from = here(`./node_modules/pdfjs-dist/${folder}`)
        for (const name of readdirSync(from)) {
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source: readFileSync(`${from}/${name}`) })
        }
      }
    },
  }
}

function here(path: string) {
  return fileURLToPath(new URL(path, import.meta.url))
}
