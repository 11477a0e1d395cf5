import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from './planted.ts'
import { isProduct, parse, sourceFiles } from './source-files.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/security.md')

test('every file, symbol and test that docs/security.md names is there', () => {
  const named = referencesIn(page)

  expect({ missing: named.filter(isMissing), enoughFound: named.length > 90 }).toEqual({
    missing: [],
    enoughFound: true,
  })
})

test('a file that is gone, words that stand nowhere and a reference without a file would be noticed', () => {
  const text =
    '`tests/none.test.ts`, `main/desktop/ports.ts#no such words`, `docs/security.md#Promises`, `a word`, `P1`'

  expect(referencesIn(text).filter(isMissing)).toEqual([
    { file: 'tests/none.test.ts', words: '' },
    { file: 'main/desktop/ports.ts', words: 'no such words' },
  ])
})

test('every promise, item and advisory has its row, and every row a test', () => {
  const rows = page.split('\n').filter((line) => /^\| (?:P?\d+) \|/.test(line))
  const numbers = rows.map((row) => row.split('|')[1]?.trim())
  const upTo = (last: number) => Array.from({ length: last }, (_, at) => `${at + 1}`)

  expect(numbers).toEqual([...upTo(9).map((number) => `P${number}`), ...upTo(20), ...upTo(29)])
  expect(
    rows.filter((row) => !/`[^`]+\.(?:test|e2e)\.ts[^`]*`|hostile-addresses\.ts/.test(row.split('|').at(-2) ?? '')),
  ).toEqual([])
})

test('every window is locked in the same way, with nothing that would loosen it', () => {
  const files = sourceFiles(['main/desktop'], /\.ts$/).filter(isProduct)
  const preferences = files.flatMap((file) => preferencesIn(parse(file)))
  const windows = files.flatMap(({ text }) => [...text.matchAll(/new BrowserWindow\(/g)])

  // One function says what every window may do.
  expect(preferences).toEqual([
    {
      preload: 'preload',
      sandbox: 'true',
      contextIsolation: 'true',
      nodeIntegration: 'false',
      nodeIntegrationInWorker: 'false',
      nodeIntegrationInSubFrames: 'false',
      webSecurity: 'true',
      allowRunningInsecureContent: 'false',
      webviewTag: 'false',
      navigateOnDragDrop: 'false',
      spellcheck: 'true',
    },
  ])
  expect(windows).toHaveLength(
    files.flatMap(({ text }) => [...text.matchAll(/webPreferences: webPreferences\(preload\)/g)]).length,
  )
  const loosening =
    /experimentalFeatures|enableBlinkFeatures|disableBlinkFeatures|appendSwitch|disable-web-security|no-sandbox/
  expect(files.filter(({ text }) => loosening.test(text)).map(({ path }) => path)).toEqual([])
})

test('Electron is one that gets fixes', () => {
  const [, major = '0'] = /"electron": "(\d+)\./.exec(read('package.json')) ?? []

  // The lines that get fixes are the newest three; raise this with each of them.
  expect(Number(major)).toBeGreaterThanOrEqual(45)
})

test('the preload hands over one port and gives the page nothing of Electron', () => {
  const files = sourceFiles(['preload'], /\.ts$/)
  const text = files.map((file) => file.text).join('\n')

  expect(files.map(({ path }) => path)).toEqual(['preload/preload.ts'])
  expect(
    [...text.matchAll(/\bimport \{([^}]*)\} from '([^']+)'/g)].map(([, names, from]) => [names?.trim(), from]),
  ).toEqual([['ipcRenderer', 'electron']])
  expect([...text.matchAll(/ipcRenderer\.(\w+)/g)].map(([, name]) => name)).toEqual(['postMessage'])
  expect(/contextBridge|window\.\w+ =|globalThis/.test(text)).toBe(false)
})

interface Reference {
  readonly file: string
  /** What has to stand in it; empty: anything. */
  readonly words: string
}

/** What looks like a file of the project, with the words behind `#`. */
function referencesIn(text: string): readonly Reference[] {
  return [...text.matchAll(/`([^`]+)`/g)]
    .map(([, inside = '']) => {
      const at = inside.indexOf('#')
      return at === -1 ? { file: inside, words: '' } : { file: inside.slice(0, at), words: inside.slice(at + 1) }
    })
    .filter(({ file }) => /^[\w@./-]+\.(?:tsx?|mjs|json|yml|md)$/.test(file))
}

function isMissing({ file, words }: Reference): boolean {
  return !existsSync(join(root, file)) || !read(file).includes(words)
}

/** Every object that says what a page may do, as it is written. */
function preferencesIn(tree: ts.SourceFile): readonly Readonly<Record<string, string>>[] {
  const found: Record<string, string>[] = []
  visit(tree)
  return found

  function visit(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) {
      const names = node.properties.flatMap((property) => (property.name ? [property.name.getText()] : []))
      if (names.includes('contextIsolation') || names.includes('sandbox') || names.includes('nodeIntegration')) {
        found.push(
          Object.fromEntries(
            node.properties.map((property) => [
              property.name?.getText() ?? '',
              ts.isPropertyAssignment(property) ? property.initializer.getText() : (property.name?.getText() ?? ''),
            ]),
          ),
        )
      }
    }
    ts.forEachChild(node, visit)
  }
}
