import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: here('./renderer'),
  base: './',
  plugins: [react(), tailwindcss(), pdfData(['cmaps', 'standard_fonts', 'wasm']), diagramFrame()],
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

/**
 * Puts the page that draws diagrams beside the page, in one file: a frame without an origin could load nothing more. Its
 * policy names the scripts it has by their content, so that no other one runs in it.
 */
function diagramFrame(): Plugin {
  return {
    name: 'diagram-frame',
    apply: 'build',
    generateBundle() {
      const mermaid = readFileSync(here('./node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js'), 'utf8')
      const frame = readFileSync(here('./renderer/diagram/diagram.html'), 'utf8')
      // A function: `$&` in what is put in would stand for something else.
      const whole = frame.replace(
        '<!-- mermaid -->',
        () => `<script>${mermaid.replaceAll('</script', '<\\/script')}</script>`,
      )
      const hashes = [...whole.matchAll(/<script>([^]*?)<\/script>/g)].map(
        ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
      )
      const policy = `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`
      const source = whole.replace(
        '<!-- policy -->',
        () => `<meta http-equiv="content-security-policy" content="${policy}" />`,
      )
      this.emitFile({ type: 'asset', fileName: 'diagram.html', source })
    },
  }
}

function here(path: string) {
  return fileURLToPath(new URL(path, import.meta.url))
}
