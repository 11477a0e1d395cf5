import ts from 'typescript'
import { expect, test } from 'vitest'
import { isProduct, parse, productFolders, type SourceFile, sourceFiles } from './source-files.ts'

/** What hands something to the system or opens a window, and the one file that may. */
const ways: Readonly<Record<string, RegExp>> = {
  'shell.openExternal': /^main\/desktop\/outside\.ts$/,
  'shell.openPath': /^$/,
  'shell.openItem': /^$/,
  'shell.showItemInFolder': /^$/,
  'shell.trashItem': /^$/,
  'window.open': /^renderer\/chat\/QuickAskPage\.tsx$/,
  "import 'open'": /^main\/web\/browser\.ts$/,
  "import 'node:child_process'":
    /^main\/app\/worker-process\.ts$|^main\/models\/ollama-program\.ts$|^workers\/library\/media\/ffmpeg\.ts$/,
  eval: /^$/,
  'new Function': /^$/,
  dangerouslySetInnerHTML: /^$/,
  innerHTML: /^$/,
  outerHTML: /^$/,
  insertAdjacentHTML: /^$/,
  'document.write': /^$/,
  executeJavaScript: /^$/,
  'contextBridge.exposeInMainWorld': /^$/,
  'exec with a shell': /^$/,
  'location =': /^$/,
}

const openers = ['openExternal', 'openPath', 'openItem', 'showItemInFolder', 'trashItem']
const sinks = ['dangerouslySetInnerHTML', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'executeJavaScript']

test('one file alone hands addresses to the system, and nothing runs text or puts it into the page as it is', () => {
  const files = sourceFiles(productFolders, /\.tsx?$/).filter(isProduct)
  const found = files.flatMap((file) =>
    waysIn(file)
      .filter((way) => !ways[way]?.test(file.path))
      .map((way) => `${file.path}: ${way}`),
  )

  expect({ found, enoughFound: files.length > 400 }).toEqual({ found: [], enoughFound: true })
  // Each exception is still in use: one that is not would hide the next.
  const used = new Set(files.flatMap((file) => waysIn(file)))
  const allowed = Object.keys(ways).filter((way) => ways[way]?.source !== '^$')
  expect(allowed.filter((way) => !used.has(way))).toEqual([])
})

test('a call past it would be noticed, however it is written', () => {
  const planted = [
    "shell.openExternal('x')",
    "parts.shell.openExternal('x')",
    "shell['openExternal']('x')",
    'const { openExternal } = shell',
    "electron.shell?.openPath('x')",
    "window.open('x')",
    "globalThis.open('x')",
    "window['open']('x')",
    "import open from 'open'",
    "import { exec } from 'node:child_process'",
    "await import('node:child_process')",
    "spawn('x', { shell: true })",
    "eval('x')",
    "new Function('x')",
    'element.innerHTML = x',
    'const a = <div dangerouslySetInnerHTML={x} />',
    "document.write('x')",
    "window.location = 'x'",
    "location.href = 'x'",
    "location.assign('x')",
    "contextBridge.exposeInMainWorld('x', y)",
  ]

  expect(planted.filter((text) => waysIn({ path: 'main/planted.tsx', text }).length === 0)).toEqual([])
  expect(waysIn({ path: 'main/plain.ts', text: 'client.system.openExternal({ url })\nfile.open()\nopen(x)' })).toEqual(
    [],
  )
})

/** Every such thing in a file, seen as the compiler sees it: not in comments, not in texts. */
function waysIn(file: SourceFile): readonly string[] {
  const found: string[] = []
  visit(parse(file))
  return found

  function visit(node: ts.Node): void {
    look(node)
    ts.forEachChild(node, visit)
  }

  function look(node: ts.Node): void {
    const member = memberOf(node)
    if (member) lookAtMember(member.of, member.name, node)
    if (ts.isObjectBindingPattern(node)) {
      for (const { name, propertyName } of node.elements) {
        const bound = (propertyName ?? name).getText()
        const from = ts.isVariableDeclaration(node.parent) ? (node.parent.initializer?.getText() ?? '') : ''
        if (openers.includes(bound) && /shell$/i.test(from)) found.push(`shell.${bound}`)
      }
    }
    if (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) lookAtModule(node.moduleSpecifier)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      lookAtModule(node.arguments[0])
    if (ts.isCallExpression(node) && node.expression.getText() === 'eval') found.push('eval')
    if (ts.isNewExpression(node) && node.expression.getText() === 'Function') found.push('new Function')
    if (ts.isJsxAttribute(node) && sinks.includes(node.name.getText())) found.push(node.name.getText())
    if (ts.isPropertyAssignment(node)) {
      if (sinks.includes(node.name.getText())) found.push(node.name.getText())
      if (node.name.getText() === 'shell' && node.initializer.kind === ts.SyntaxKind.TrueKeyword)
        found.push('exec with a shell')
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      if (/(^|\b(window|document|globalThis)\.)location(\.href)?$/.test(node.left.getText())) found.push('location =')
    }
  }

  function lookAtMember(of: string, name: string, node: ts.Node): void {
    if (openers.includes(name) && /(^|\.)shell\??$/i.test(of)) found.push(`shell.${name}`)
    if (name === 'open' && /^(window|globalThis|self)$/.test(of)) found.push('window.open')
    if (sinks.includes(name)) found.push(name)
    if (/^document$/.test(of) && /^write(ln)?$/.test(name)) found.push('document.write')
    if (/(^|\.)location$/.test(of) && /^(assign|replace)$/.test(name) && ts.isCallExpression(node.parent))
      found.push('location =')
    if (name === 'exposeInMainWorld') found.push('contextBridge.exposeInMainWorld')
  }

  function lookAtModule(module: ts.Node | undefined): void {
    if (!module || !ts.isStringLiteral(module)) return
    if (module.text === 'open') found.push("import 'open'")
    if (/^(node:)?child_process$/.test(module.text)) found.push("import 'node:child_process'")
  }
}

function memberOf(node: ts.Node): { readonly of: string; readonly name: string } | null {
  if (ts.isPropertyAccessExpression(node)) return { of: node.expression.getText(), name: node.name.text }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
    return { of: node.expression.getText(), name: node.argumentExpression.text }
  return null
}
