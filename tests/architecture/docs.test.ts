import { existsSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from './planted.ts'
import { docOf, isProduct, parse, productFolders, type SourceFile, sourceFiles } from './source-files.ts'

test('every exported function, table and hook has a sentence that says what it guarantees', () => {
  const files = sourceFiles(productFolders, /\.tsx?$/).filter(isProduct)

  expect(files.flatMap(undocumentedExports)).toEqual([])
})

test('every procedure of the contract has a sentence', () => {
  const files = sourceFiles(['contract'], /\.contract\.ts$/)

  const procedures = files.flatMap(proceduresOf)
  expect({
    undocumented: procedures.filter(({ documented }) => !documented).map(({ name }) => name),
    enoughFound: procedures.length > 20,
  }).toEqual({ undocumented: [], enoughFound: true })
})

test('every feature has a page in docs', () => {
  // A contract that is part of another one is told of on that one's page.
  const [index] = sourceFiles(['contract'], /(^|\/)index\.ts$/)
  const features = [...(index?.text.matchAll(/'\.\/(\S+)\.contract\.ts'/g) ?? [])].map(([, feature]) => feature)

  expect({
    without: features.filter((feature) => !existsSync(join(root, 'docs', `${feature}.md`))),
    enoughFound: features.length >= 6,
  }).toEqual({ without: [], enoughFound: true })
})

test('an undocumented export, table and procedure would be noticed', () => {
  const file = {
    path: 'contract/planted.contract.ts',
    text: [
      'export function ask() {}',
      '/** Opens it. */',
      'export function open() {}',
      "export const chunks = sqliteTable('chunks', {})",
      'export const useAsk = () => 1',
      'export const plain = 1',
      'export const plantedContract = {',
      '  /** Said. */',
      '  said: oc.input(1),',
      '  silent: oc.output(2),',
      '}',
    ].join('\n'),
  }

  expect([...undocumentedExports(file), ...proceduresOf(file)]).toEqual([
    'contract/planted.contract.ts: ask',
    'contract/planted.contract.ts: chunks',
    'contract/planted.contract.ts: useAsk',
    { name: 'contract/planted.contract.ts: said', documented: true },
    { name: 'contract/planted.contract.ts: silent', documented: false },
  ])
})

function undocumentedExports(file: SourceFile): string[] {
  const names: string[] = []
  for (const statement of parse(file).statements) {
    const exported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false
    if (!exported || docOf(statement)) continue
    if (ts.isFunctionDeclaration(statement) && !isComponent(file, statement.name?.text)) {
      names.push(statement.name?.text ?? 'default')
    }
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (needsDoc(file, name.getText(), initializer)) names.push(name.getText())
      }
    }
  }
  return names.map((name) => `${file.path}: ${name}`)
}

function needsDoc(file: SourceFile, name: string, value: ts.Expression | undefined): boolean {
  if (!value || isComponent(file, name)) return false
  const isTable = ts.isCallExpression(value) && value.expression.getText() === 'sqliteTable'
  return isTable || /^use[A-Z]/.test(name) || ts.isArrowFunction(value) || ts.isFunctionExpression(value)
}

/** A component's name says what it is. */
function isComponent({ path }: SourceFile, name = ''): boolean {
  return path.endsWith('.tsx') && /^[A-Z]/.test(name)
}

function proceduresOf(file: SourceFile): { name: string; documented: boolean }[] {
  return parse(file)
    .statements.filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations])
    .filter(({ name }) => name.getText().endsWith('Contract'))
    .flatMap(({ initializer }) => {
      if (!initializer || !ts.isObjectLiteralExpression(initializer)) return []
      return initializer.properties.filter(ts.isPropertyAssignment)
    })
    .map((property) => ({
      name: `${file.path}: ${property.name.getText()}`,
      documented: docOf(property) !== '',
    }))
}
